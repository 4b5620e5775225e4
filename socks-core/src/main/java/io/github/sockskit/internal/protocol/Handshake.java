package io.github.sockskit.internal.protocol;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * A handshake without I/O: it says what to send and how many bytes may safely be read, is
 * fed those, and ends in a bound address or a failure. Any split of the proxy's bytes
 * gives the same outcome, and none beyond its last reply is asked for. Not thread-safe.
 */
public sealed interface Handshake permits Socks4Handshake, Socks5Handshake, SecondReply {

	/** An output that is empty. */
	ByteBuffer NOTHING = ByteBuffer.allocate(0);

	/**
	 * Whether the next {@link #output()} may take long, since the authentication asks
	 * somebody else. Nothing else does.
	 * @return {@code false} if it does not block
	 */
	default boolean mayBlock() {
		return false;
	}

	/**
	 * Takes what must leave, in one write, before more is read.
	 * @return whole messages, empty if there is nothing to send
	 * @throws HandshakeException if this side cannot go on
	 */
	ByteBuffer output() throws HandshakeException;

	/**
	 * How many bytes every valid continuation still holds at least, once the output was
	 * taken.
	 * @return 0 when the handshake has succeeded
	 */
	int need();

	/**
	 * Whether data may be sent before the replies that are still awaited: the request was
	 * taken, and what follows it travels as it is.
	 * @return {@code false} if they have to wait
	 */
	default boolean dataMayFollow() {
		return false;
	}

	/**
	 * Consumes bytes of the proxy.
	 * @param in one to {@link #need()} bytes, all are consumed
	 * @throws HandshakeException if the proxy refused or broke the protocol
	 */
	void feed(ByteBuffer in) throws HandshakeException;

	/**
	 * Describes the end of the connection by the proxy at the current stage.
	 * @return the failure to report
	 */
	HandshakeException closed();

	/**
	 * How far the handshake got.
	 * @return the stage whose reply is awaited
	 */
	Stage stage();

	/**
	 * BND.ADDR and BND.PORT.
	 * @return the bound address
	 * @throws IllegalStateException before the handshake has succeeded
	 */
	Address boundAddress();

	/**
	 * The decoder of encapsulated data. It holds the data that arrived together with the
	 * reply.
	 * @return {@code null} if data is not encapsulated
	 */
	default @Nullable Unwrapper unwrapper() {
		return null;
	}

	/**
	 * Reads the second reply to a granted BIND, which announces the peer's connection.
	 * Its bound address is the peer's.
	 * @return a handshake that may be interrupted and resumed at any byte
	 * @throws IllegalStateException before the handshake has succeeded
	 */
	Handshake secondReply();

	/** A reply that is there whole. */
	static ReplyDecoder requireComplete(ReplyDecoder reply) {
		if (reply.need() > 0) {
			throw new IllegalStateException("the handshake has not succeeded");
		}
		return reply;
	}

}
