package io.github.sockskit.benchmarks.measure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.sockskit.benchmarks.contender.GetClient;
import io.github.sockskit.benchmarks.contender.GetContender;
import io.github.sockskit.benchmarks.contender.ProxyAccess;
import io.github.sockskit.benchmarks.contender.SocketTunnel;
import io.github.sockskit.benchmarks.contender.Tunnel;
import io.github.sockskit.benchmarks.contender.TunnelClient;
import io.github.sockskit.benchmarks.contender.TunnelContender;
import io.github.sockskit.benchmarks.report.Metric;
import io.github.sockskit.benchmarks.report.Samples;
import io.github.sockskit.benchmarks.server.ServerProcess;

/** All contenders in turns, in one lane and with one authentication. */
final class LatencyCourse {

	private static final String LINK = "the link itself";

	private static final Metric CONNECT = new Metric("TCP connect", "ms");

	private static final Metric SLOWEST = new Metric("slowest in a round", "ms");

	private static final int CONNECTS = 5;

	private static final byte[] GET = "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
		.formatted(ServerProcess.TARGET_INSIDE)
		.getBytes(StandardCharsets.US_ASCII);

	private static final int PORT = 80;

	/** Dials in which one that learns finds out about its proxy. */
	private static final int LEARNING = 2;

	private final int roundTrip;

	private final String scenario;

	private final InetSocketAddress http;

	private final List<Runner> runners = new ArrayList<>();

	private LatencyCourse(int roundTrip, String scenario, InetSocketAddress http) {
		this.roundTrip = roundTrip;
		this.scenario = scenario;
		this.http = http;
	}

	/**
	 * A course with clients of its own, so that one that learns learns of this lane.
	 * @param roundTrip of the lane, in milliseconds
	 * @param proxy at its far end
	 * @param http the target for those who connect directly
	 */
	static LatencyCourse of(int roundTrip, ProxyAccess proxy, InetSocketAddress http) throws Exception {
		LatencyCourse course = new LatencyCourse(roundTrip, Latency.scenario(roundTrip, proxy.authentication()), http);
		course.runners.add(course::connects);
		course.runners.add(samples -> course.tunnel(samples, Latency.DIRECT, (host, port) -> course.direct()));
		for (TunnelContender contender : TunnelContender.all(proxy.authentication())) {
			TunnelClient client = contender.through(proxy);
			course.runners.add(samples -> course.tunnel(samples, contender.toString(), client));
		}
		TunnelClient optimistic = TunnelContender.OPTIMISTIC.through(proxy);
		// Its tunnel is not open yet when it is there: only the answer is a matter of
		// time.
		course.runners.add(samples -> course.get(samples, TunnelContender.OPTIMISTIC.toString(), (host, port) -> {
			try (Tunnel tunnel = optimistic.open(host, port)) {
				tunnel.exchange(GET);
			}
		}));
		for (GetContender contender : GetContender.values()) {
			GetClient client = contender.through(proxy);
			course.runners.add(samples -> course.get(samples, contender.toString(), client));
		}
		return course;
	}

	Samples run(int rounds) throws Exception {
		Samples samples = new Samples();
		Turns.take(runners, LEARNING, rounds, samples, Runner::run);
		return samples;
	}

	/** What the link adds to its round trip, the client's own time included. */
	private void connects(Samples samples) throws IOException {
		double slowest = 0;
		for (int i = 0; i < CONNECTS; i++) {
			long begin = System.nanoTime();
			Tunnel connection = direct();
			double millis = (System.nanoTime() - begin) / 1e6;
			connection.close();
			samples.add(LINK, roundTrip + " ms", CONNECT, millis);
			slowest = Math.max(slowest, millis);
		}
		samples.add(LINK, roundTrip + " ms", SLOWEST, slowest);
	}

	private Tunnel direct() throws IOException {
		Socket socket = new Socket(Proxy.NO_PROXY);
		try {
			socket.connect(http, ProxyAccess.TIMEOUT_MILLIS);
			return SocketTunnel.of(socket);
		}
		catch (Throwable ex) {
			socket.close();
			throw ex;
		}
	}

	private void tunnel(Samples samples, String contender, TunnelClient client) throws IOException {
		long begin = System.nanoTime();
		try (Tunnel tunnel = client.open(ServerProcess.TARGET_INSIDE, PORT)) {
			long opened = System.nanoTime();
			tunnel.exchange(GET);
			long answered = System.nanoTime();
			add(samples, contender, Latency.TUNNEL, opened - begin);
			add(samples, contender, Latency.FIRST_BYTE, answered - begin);
		}
	}

	private void get(Samples samples, String contender, GetClient client) throws Exception {
		long begin = System.nanoTime();
		client.get(ServerProcess.TARGET_INSIDE, PORT);
		add(samples, contender, Latency.FIRST_BYTE, System.nanoTime() - begin);
	}

	private void add(Samples samples, String contender, Metric metric, long nanos) {
		samples.add(scenario, contender, metric, nanos / (roundTrip * 1e6));
	}

	private interface Runner {

		void run(Samples samples) throws Exception;

	}

}
