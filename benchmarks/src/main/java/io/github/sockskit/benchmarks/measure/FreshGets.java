package io.github.sockskit.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

import io.github.sockskit.benchmarks.contender.Authentication;
import io.github.sockskit.benchmarks.contender.GetContender;
import io.github.sockskit.benchmarks.report.Goal;
import io.github.sockskit.benchmarks.report.Samples;
import io.github.sockskit.benchmarks.server.ServerProcess;

/** GETs, each over a connection of its own. */
public final class FreshGets implements Measure {

	private static final String UNIT = "GET";

	private static final Workers WORKERS = Workers.platform(32);

	@Override
	public String name() {
		return "gets";
	}

	@Override
	public String title() {
		return "GETs on fresh connections";
	}

	@Override
	public String description() {
		return """
				What a dial costs below a whole HTTP client: a GET over a connection that is opened for it and closed \
				after it. The target is in the proxy, as above.""";
	}

	@Override
	public String baseline() {
		return GetContender.HTTPCLIENT_JDK.toString();
	}

	@Override
	public List<Goal> goals() {
		List<Goal> goals = new ArrayList<>();
		for (Authentication authentication : Authentication.values()) {
			String scenario = scenario(authentication);
			goals.add(Goal.ratioAtLeast(1.15, scenario, GetContender.STARTER.toString(),
					GetContender.RESTCLIENT_JDK.toString(), Throughput.rate(UNIT)));
			goals.add(Goal.ratioAtLeast(1.15, scenario, GetContender.ADAPTIVE.toString(),
					GetContender.HTTPCLIENT_JDK.toString(), Throughput.rate(UNIT)));
		}
		return goals;
	}

	@Override
	public void run(Scale scale, Samples samples) throws Exception {
		// So long does the compiler take for whole HTTP clients on two processors.
		Throughput throughput = Throughput.of(UNIT, scale.pick(1000, 16_000), scale);
		List<Authentication> all = List.of(Authentication.values());
		try (ServerProcess server = ServerProcess.start()) {
			for (Authentication authentication : all.subList(0, scale.pick(1, all.size()))) {
				List<Subject> subjects = new ArrayList<>();
				for (GetContender contender : GetContender.values()) {
					subjects.add(SubjectProcess.getting(contender, server.proxy(authentication)));
				}
				throughput.measure(scenario(authentication), subjects, WORKERS, samples);
				for (Subject subject : subjects) {
					subject.close();
				}
			}
		}
	}

	private static String scenario(Authentication authentication) {
		return "%s, %s, GET".formatted(authentication, WORKERS);
	}

}
