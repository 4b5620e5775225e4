package io.github.sockskit.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

import io.github.sockskit.benchmarks.contender.Authentication;
import io.github.sockskit.benchmarks.contender.GetClient;
import io.github.sockskit.benchmarks.contender.GetContender;
import io.github.sockskit.benchmarks.report.Samples;
import io.github.sockskit.benchmarks.server.ServerProcess;

/** GETs, each over a connection of its own. */
public final class FreshGets implements Measure {

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
	public void run(Scale scale, Samples samples) throws Exception {
		Workers workers = Workers.platform(32);
		try (ServerProcess server = ServerProcess.start()) {
			for (Authentication authentication : Authentication.values()) {
				List<GetClient> clients = new ArrayList<>();
				List<Subject> subjects = new ArrayList<>();
				for (GetContender contender : GetContender.values()) {
					GetClient client = contender.through(server.proxy(authentication));
					clients.add(client);
					subjects.add(new Subject(contender.toString(), () -> client.get(ServerProcess.TARGET_INSIDE, 80)));
				}
				Throughput.of("GET", scale)
					.measure("%s, %s, GET".formatted(authentication, workers), subjects, workers, samples);
				for (GetClient client : clients) {
					client.close();
				}
			}
		}
	}

}
