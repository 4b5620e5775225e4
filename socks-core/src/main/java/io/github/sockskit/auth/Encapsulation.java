package io.github.sockskit.auth;

import java.nio.ByteBuffer;

/**
 * Per-message protection that an authentication method applies to everything after the
 * sub-negotiation: request, replies and data (RFC 1961, section 5). Each message is a
 * header, which tells the length of the body, and a body. An encapsulation serves one
 * connection, and is called in the order of its bytes. One thread may wrap while another
 * unwraps, but no two threads do the same at once. It does no I/O and does not block.
 */
public interface Encapsulation {

	/**
	 * How much goes into one message.
	 * @return at least as much as a request has, 262 bytes
	 */
	int maxLength();

	/**
	 * Makes one message.
	 * @param data 1 to {@link #maxLength()} bytes, all are consumed
	 * @return the whole message, header and body, in a buffer with an array
	 * @throws AuthException if that is impossible; the connection is closed then
	 */
	ByteBuffer wrap(ByteBuffer data) throws AuthException;

	/**
	 * How long the header of each message is.
	 * @return 1 or more, always the same
	 */
	int headerLength();

	/**
	 * Reads a header.
	 * @param header {@link #headerLength()} bytes
	 * @return the length of the body, 0 or more, for which there will be a buffer
	 * @throws AuthException if that is no header, or too long a body
	 */
	int bodyLength(ByteBuffer header) throws AuthException;

	/**
	 * Takes the data out of a body, and verifies it.
	 * @param body as many bytes as its header said
	 * @return the data, of any length
	 * @throws AuthException if it is not genuine; the connection is closed then
	 */
	ByteBuffer unwrap(ByteBuffer body) throws AuthException;

}
