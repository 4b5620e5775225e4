package io.github.sockskit.benchmarks.measure;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.sockskit.auth.AuthMethod;
import io.github.sockskit.auth.UsernamePassword;
import io.github.sockskit.benchmarks.contender.Authentication;
import io.github.sockskit.internal.protocol.Address;
import io.github.sockskit.internal.protocol.Command;
import io.github.sockskit.internal.protocol.Handshake;
import io.github.sockskit.internal.protocol.HandshakeException;
import io.github.sockskit.internal.protocol.Socks5Handshake;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The handshake's messages, without a socket: what the engine takes of a dial. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class HandshakeBenchmark {

	private static final byte[] NONE = { 5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 };

	private static final byte[] PASSWORD = { 5, 2, 1, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 };

	/** What the proxy asks for. */
	@Param
	public Authentication authentication = Authentication.NONE;

	private List<AuthMethod> methods = List.of();

	private ByteBuffer replies = ByteBuffer.allocate(0);

	/** Before all. */
	@Setup
	public void prepare() {
		if (authentication == Authentication.NONE) {
			methods = List.of(AuthMethod.NONE);
			replies = ByteBuffer.wrap(NONE);
		}
		else {
			methods = List.of(AuthMethod.NONE,
					new UsernamePassword(Authentication.USER, Authentication.PASSWORD_OF_USER));
			replies = ByteBuffer.wrap(PASSWORD);
		}
	}

	/**
	 * From the greeting to the reply to the request.
	 * @return the handshake, done
	 * @throws HandshakeException never
	 */
	@Benchmark
	public Handshake handshake() throws HandshakeException {
		Handshake handshake = new Socks5Handshake(methods, "proxy.test", Command.CONNECT,
				Address.of("target.test", 80));
		replies.clear();
		while (handshake.need() > 0) {
			handshake.output();
			int end = replies.position() + handshake.need();
			handshake.feed(replies.limit(end));
			replies.limit(replies.capacity());
		}
		return handshake;
	}

}
