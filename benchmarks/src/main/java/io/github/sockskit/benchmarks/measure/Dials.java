package io.github.sockskit.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

import io.github.sockskit.benchmarks.contender.Authentication;
import io.github.sockskit.benchmarks.contender.TunnelContender;
import io.github.sockskit.benchmarks.report.Goal;
import io.github.sockskit.benchmarks.report.Metric;
import io.github.sockskit.benchmarks.report.Samples;
import io.github.sockskit.benchmarks.server.ServerProcess;

/** Tunnels opened and closed. */
public final class Dials implements Measure {

	private static final String UNIT = "dial";

	private static final List<TunnelContender> CONTENDERS = List.of(TunnelContender.RAW, TunnelContender.JDK,
			TunnelContender.NETTY, TunnelContender.STEPWISE, TunnelContender.ADAPTIVE, TunnelContender.PIPELINED);

	private final String name;

	private final String title;

	private final int minimumJava;

	private final List<Workers> workers;

	private Dials(String name, String title, int minimumJava, List<Workers> workers) {
		this.name = name;
		this.title = title;
		this.minimumJava = minimumJava;
		this.workers = workers;
	}

	/**
	 * In threads of the system.
	 * @return the measure
	 */
	public static Measure onPlatformThreads() {
		return new Dials("dials", "Dials on the loopback", 17, List.of(Workers.platform(1), Workers.platform(32)));
	}

	/**
	 * In virtual threads.
	 * @return the measure
	 */
	public static Measure onVirtualThreads() {
		return new Dials("dials-virtual", "Dials in virtual threads", 21, List.of(Workers.virtual(256)));
	}

	@Override
	public String name() {
		return name;
	}

	@Override
	public String title() {
		return title;
	}

	@Override
	public String description() {
		return """
				A dial is TCP's connect, the handshake, with a deadline over both, and a close with a reset. \
				The target is in the proxy, the proxy in a process of its own and each contender in another; CPU and \
				allocation are the contender's.""";
	}

	@Override
	public int minimumJava() {
		return minimumJava;
	}

	@Override
	public List<Goal> goals() {
		List<Goal> goals = new ArrayList<>();
		Metric rate = Throughput.rate(UNIT);
		Metric cpu = Throughput.cpu(UNIT);
		Metric allocation = Throughput.allocation(UNIT);
		String jdk = TunnelContender.JDK.toString();
		for (Authentication authentication : Authentication.values()) {
			for (Workers kind : workers) {
				String scenario = scenario(authentication, kind);
				String pipelined = TunnelContender.PIPELINED.toString();
				double ahead = (authentication == Authentication.NONE) ? 1.15 : 1.35;
				goals.add(Goal.ratioAtLeast(ahead, scenario, pipelined, jdk, rate));
				for (TunnelContender mode : List.of(TunnelContender.STEPWISE, TunnelContender.ADAPTIVE)) {
					String ours = mode.toString();
					goals.add(Goal.ratioAtLeast(1.0, scenario, ours, jdk, rate));
					goals.add(Goal.ratioAtMost(1.0, scenario, ours, jdk, cpu));
					goals.add(Goal.ratioAtMost(0.65, scenario, ours, TunnelContender.NETTY.toString(), cpu));
					goals.add(Goal.ratioAtMost(1.0, scenario, ours, jdk, allocation));
				}
			}
		}
		return goals;
	}

	@Override
	public void run(Scale scale, Samples samples) throws Exception {
		Throughput throughput = Throughput.of(UNIT, scale.pick(400, 3000), scale);
		try (ServerProcess server = ServerProcess.start()) {
			for (Authentication authentication : Authentication.values()) {
				List<Subject> subjects = new ArrayList<>();
				for (TunnelContender contender : CONTENDERS) {
					subjects.add(SubjectProcess.dialling(contender, server.proxy(authentication)));
				}
				for (Workers kind : workers) {
					throughput.measure(scenario(authentication, kind), subjects, kind, samples);
				}
				for (Subject subject : subjects) {
					subject.close();
				}
			}
		}
	}

	private static String scenario(Authentication authentication, Workers workers) {
		return "%s, %s".formatted(authentication, workers);
	}

}
