package io.github.sockskit.test;

import java.io.DataInputStream;
import java.io.IOException;

/**
 * The messages of one version of SOCKS.
 */
interface Dialect {

	/**
	 * Reads all up to the request, answering what has to be answered on the way.
	 * @param first the client's first message, its version byte already read
	 * @throws IOException if the client was refused, or left
	 */
	RecordedRequest readRequest(DataInputStream first) throws IOException;

	byte[] reply(int code, Host bound, int port);

}
