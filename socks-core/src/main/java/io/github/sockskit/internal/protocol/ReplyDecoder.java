package io.github.sockskit.internal.protocol;

import java.nio.ByteBuffer;

/**
 * Reads one reply from any split of its bytes. The code is judged as soon as it is there,
 * so that a refusal may be cut short behind it.
 */
sealed interface ReplyDecoder permits Socks4ReplyDecoder, Socks5ReplyDecoder, EncapsulatedReplyDecoder {

	/** How many bytes every valid reply still holds at least, 0 when it is complete. */
	int need();

	/** Consumes one to {@link #need()} bytes. */
	void feed(ByteBuffer in) throws HandshakeException;

	/** Consumes what came together with what was before this reply, if anything can. */
	default void readData() throws HandshakeException {
	}

	/** How many bytes have come. */
	int received();

	/** BND.ADDR and BND.PORT of a complete reply. */
	Address boundAddress();

}
