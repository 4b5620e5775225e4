package io.github.sockskit.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A request as the server read it. Passwords are never kept.
 *
 * @param version 4 or 5; SOCKS4A is version 4 with a host of type {@link HostType#NAME}
 * @param command what was asked for
 * @param host the target's name as sent, or its address: {@code 127.0.0.1}, {@code ::1}
 * (shortened as in RFC 5952)
 * @param hostType whether {@code host} was sent as a name or as an address
 * @param port the target's port, 0 to 65535
 * @param username the user who authenticated (SOCKS5) or the user id (SOCKS4);
 * {@code null} if none, or an empty one, was sent
 * @param offeredMethods the authentication methods offered, 0 to 255, in the client's
 * order; empty for SOCKS4
 */
public record RecordedRequest(int version, Command command, String host, HostType hostType, int port,
		@Nullable String username, List<Integer> offeredMethods) {

	/**
	 * Keeps a copy of the methods.
	 */
	public RecordedRequest {
		offeredMethods = List.copyOf(offeredMethods);
	}

}
