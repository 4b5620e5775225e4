package io.github.sockskit.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How a {@link SocksServer} departs from good behaviour. Immutable; several can be
 * combined with {@link #and}.
 */
public final class Misbehaviour {

	/**
	 * Good behaviour.
	 */
	public static final Misbehaviour NONE = new Misbehaviour(List.of());

	private final List<Effect> effects;

	private Misbehaviour(List<Effect> effects) {
		this.effects = effects;
	}

	/**
	 * Refuses every request, once it is read and recorded, without connecting.
	 * @param code the reply code: REP of SOCKS5, CD of SOCKS4; 0 to 255
	 * @return a misbehaviour
	 */
	public static Misbehaviour refuse(int code) {
		return of(new Refuse(octet(code)));
	}

	/**
	 * Sends these bytes in place of the reply to the request. All else is as usual: the
	 * server connects, and relays if it could and the second byte says success (0 in
	 * SOCKS5, 0x5a in SOCKS4); otherwise it closes.
	 * @param reply what to send
	 * @return a misbehaviour
	 */
	public static Misbehaviour rawReply(byte... reply) {
		return of(new RawReply(hex(reply)));
	}

	/**
	 * Names this bound address in every reply, also in refusals. SOCKS4 cannot carry
	 * names and IPv6 addresses: there it is 0.0.0.0.
	 * @param host an IPv4 or IPv6 literal, otherwise a domain name, also an empty one
	 * @param port 0 to 65535; to UDP ASSOCIATE 0 stands for the relay's own port
	 * @return a misbehaviour
	 */
	public static Misbehaviour boundAddress(String host, int port) {
		return of(new BoundAddress(Host.parse(host), port));
	}

	/**
	 * Falls silent after some bytes until the client closes.
	 * @param bytes how many bytes the server still sends, counted over all its messages
	 * of the handshake; 0 = none: it reads the first message and does not answer
	 * @return a misbehaviour
	 */
	public static Misbehaviour stallAfter(int bytes) {
		return of(new Cut(Ending.STALL, bytes));
	}

	/**
	 * Closes (FIN) after some bytes.
	 * @param bytes how many bytes the server still sends, counted as in
	 * {@link #stallAfter}
	 * @return a misbehaviour
	 */
	public static Misbehaviour closeAfter(int bytes) {
		return of(new Cut(Ending.CLOSE, bytes));
	}

	/**
	 * Resets the connection (RST) after some bytes.
	 * @param bytes how many bytes the server still sends, counted as in
	 * {@link #stallAfter}
	 * @return a misbehaviour
	 */
	public static Misbehaviour resetAfter(int bytes) {
		return of(new Cut(Ending.RESET, bytes));
	}

	/**
	 * Sends each byte of the handshake in a write, and so in a segment, of its own.
	 * @return a misbehaviour
	 */
	public static Misbehaviour split() {
		return of(new Drip(Duration.ZERO));
	}

	/**
	 * Sends a byte of the handshake after each interval: a server that keeps a read
	 * timeout from ever striking.
	 * @param interval time before each byte
	 * @return a misbehaviour
	 */
	public static Misbehaviour drip(Duration interval) {
		return of(new Drip(interval));
	}

	/**
	 * Waits before it replies to the request.
	 * @param delay time between connecting to the target and the reply
	 * @return a misbehaviour
	 */
	public static Misbehaviour delayReply(Duration delay) {
		return of(new DelayReply(delay));
	}

	/**
	 * Sends the reply and the target's first bytes in one write. The reply waits for
	 * them: only for targets that speak first.
	 * @return a misbehaviour
	 */
	public static Misbehaviour coalesce() {
		return of(new Coalesce(null));
	}

	/**
	 * Sends the reply and these bytes in one write, as if the target had sent them first.
	 * @param banner what follows the reply
	 * @return a misbehaviour
	 */
	public static Misbehaviour coalesceWith(byte[] banner) {
		return of(new Coalesce(hex(banner)));
	}

	/**
	 * Takes what one read returns for one message and drops what follows the message, as
	 * microsocks 1.0.3 does. A message that comes in several segments ends the
	 * connection.
	 * @return a misbehaviour
	 */
	public static Misbehaviour readSloppily() {
		return of(new ReadSloppily());
	}

	/**
	 * Selects this authentication method, offered or not (SOCKS5).
	 * @param method 0 goes on without authentication, 2 with username and password (any
	 * will do if the server has no credentials), 0xFF refuses and closes; after any other
	 * the server waits for the client to close
	 * @return a misbehaviour
	 */
	public static Misbehaviour method(int method) {
		return of(new Method(octet(method)));
	}

	/**
	 * Answers every username and password with this status (RFC 1929).
	 * @param status 0 accepts any, all others refuse and close
	 * @return a misbehaviour
	 */
	public static Misbehaviour authenticationStatus(int status) {
		return of(new AuthenticationStatus(octet(status)));
	}

	/**
	 * Answers the client's first bytes with these and closes: a server of another
	 * protocol.
	 * @param answer what to send, such as an HTTP response
	 * @return a misbehaviour
	 */
	public static Misbehaviour notSocks(byte[] answer) {
		return of(new NotSocks(hex(answer)));
	}

	/**
	 * Sends this to the client before each datagram of a target (UDP ASSOCIATE).
	 * @param datagram all of it, header and data, right or wrong
	 * @return a misbehaviour
	 */
	public static Misbehaviour datagram(byte... datagram) {
		return of(new Datagram(hex(datagram), true));
	}

	/**
	 * Sends this to the client before each datagram of a target (UDP ASSOCIATE), from
	 * another port than the relay's.
	 * @param datagram all of it, header and data
	 * @return a misbehaviour
	 */
	public static Misbehaviour datagramFromStranger(byte... datagram) {
		return of(new Datagram(hex(datagram), false));
	}

	/**
	 * Both at once. Of two of the same kind the other's counts ({@code stallAfter},
	 * {@code closeAfter} and {@code resetAfter} are a kind, and so are {@code split} and
	 * {@code drip}, and {@code coalesce} and {@code coalesceWith}; datagrams are all
	 * sent).
	 * @param other what else to do
	 * @return this and the other misbehaviour
	 */
	public Misbehaviour and(Misbehaviour other) {
		List<Effect> both = new ArrayList<>(this.effects);
		both.addAll(other.effects);
		return new Misbehaviour(List.copyOf(both));
	}

	/**
	 * What this is, fit for a test's name.
	 * @return the effects
	 */
	@Override
	public String toString() {
		return this.effects.isEmpty() ? "none"
				: this.effects.stream().map(Effect::toString).collect(Collectors.joining(" and "));
	}

	<E extends Effect> @Nullable E find(Class<E> type) {
		E last = null;
		for (Effect effect : this.effects) {
			if (type.isInstance(effect)) {
				last = type.cast(effect);
			}
		}
		return last;
	}

	<E extends Effect> List<E> findAll(Class<E> type) {
		return this.effects.stream().filter(type::isInstance).map(type::cast).toList();
	}

	private static Misbehaviour of(Effect effect) {
		return new Misbehaviour(List.of(effect));
	}

	private static int octet(int value) {
		if (value < 0 || value > 0xFF) {
			throw new IllegalArgumentException("Not an octet: " + value);
		}
		return value;
	}

	private static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

	enum Ending {

		STALL, CLOSE, RESET

	}

	sealed interface Effect {

	}

	record Refuse(int code) implements Effect {
	}

	/** Bytes are kept as text: immutable, comparable and readable. */
	record RawReply(String hex) implements Effect {
	}

	record BoundAddress(Host host, int port) implements Effect {

		BoundAddress {
			if (host.bytes().length > 0xFF || port < 0 || port > 0xFFFF) {
				throw new IllegalArgumentException("No reply can carry " + host.text() + " and port " + port);
			}
		}

	}

	record Cut(Ending ending, int bytes) implements Effect {

		Cut {
			if (bytes < 0) {
				throw new IllegalArgumentException("Negative: " + bytes);
			}
		}

	}

	record Drip(Duration interval) implements Effect {
	}

	record DelayReply(Duration delay) implements Effect {
	}

	/** Without a banner the target speaks. */
	record Coalesce(@Nullable String hex) implements Effect {
	}

	record ReadSloppily() implements Effect {
	}

	record Method(int method) implements Effect {
	}

	record AuthenticationStatus(int status) implements Effect {
	}

	record Datagram(String hex, boolean fromRelay) implements Effect {
	}

	record NotSocks(String hex) implements Effect {
	}

}
