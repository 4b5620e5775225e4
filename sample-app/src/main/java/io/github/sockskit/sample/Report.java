package io.github.sockskit.sample;

import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksException;
import io.github.sockskit.test.HostType;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Fetches the target with each client and prints how that went.
 */
@Component
class Report {

	private final URI target;

	private final Pages pages;

	private final @Nullable SocksDialer dialer;

	private final @Nullable SocksServer embedded;

	/**
	 * @param dialer none with {@code socks.proxy.enabled=false}
	 * @param embedded only a proxy in this process tells what it was asked for
	 */
	Report(@Value("${target}") URI target, Pages pages, ObjectProvider<SocksDialer> dialer,
			ObjectProvider<SocksServer> embedded) {
		this.target = target;
		this.pages = pages;
		this.dialer = dialer.getIfAvailable();
		this.embedded = embedded.getIfAvailable();
	}

	/**
	 * Stops at the first failure: the others would fail likewise, and wrong credentials
	 * sent again and again lock an account.
	 * @return whether all clients succeeded
	 */
	boolean print(PrintStream out) {
		out.println();
		out.printf("Target   %s%n", target);
		out.printf("Proxy    %s%n", (dialer != null)
				? dialer.proxy() + ", " + dialer.proxy().version() + ((embedded != null) ? ", in this process" : "")
				: "none");
		out.println();
		out.printf("%-15s%-8s%8s%s%n", "Client", "Status", "Time", (embedded != null) ? "   Proxy was asked for" : "");
		return print(out, "RestClient", pages::withRestClient) && print(out, "RestTemplate", pages::withRestTemplate)
				&& print(out, "@HttpExchange", pages::withHttpService);
	}

	private boolean print(PrintStream out, String client, Supplier<ResponseEntity<String>> fetch) {
		int before = requests().size();
		long start = System.nanoTime();
		try {
			int status = fetch.get().getStatusCode().value();
			long millis = (System.nanoTime() - start) / 1_000_000;
			out.printf("%-15s%-8d%5d ms%s%n", client, status, millis, askedFor(before));
			return true;
		}
		catch (RuntimeException ex) {
			long millis = (System.nanoTime() - start) / 1_000_000;
			out.printf("%-15s%-8s%5d ms%n%n%s%n", client, "failed", millis, reason(ex));
			return false;
		}
	}

	private List<RecordedRequest> requests() {
		return (embedded != null) ? embedded.requests() : List.of();
	}

	private String askedFor(int before) {
		return requests().stream().skip(before).map(Report::describe).collect(Collectors.joining());
	}

	private static String describe(RecordedRequest request) {
		return "   %s:%d, %s".formatted(request.host(), request.port(),
				(request.hostType() == HostType.NAME) ? "by name" : "by address");
	}

	/** What a dial failed with says it all; other causes need the words around them. */
	private static String reason(RuntimeException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SocksException) {
				return cause.getClass().getSimpleName() + ": " + cause.getMessage();
			}
		}
		return String.valueOf(failure.getMessage());
	}

}
