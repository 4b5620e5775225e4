package io.github.sockskit.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The system calls on one connection, as strace saw them with {@code -f -yy}. */
final class CallTrace {

	private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");

	private static final String UNFINISHED = " <unfinished ...>";

	private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)");

	private static final Pattern CALL = Pattern
		.compile("(\\w+)\\(.*<TCP(?:v6)?:\\[(\\S+)->\\S+:(\\d+)\\]>.*\\) += (-?\\d+).*");

	private int writes;

	private int reads;

	private int others;

	private CallTrace() {
	}

	/** The connections to a port of this machine, without the first so many of them. */
	static List<CallTrace> read(Path file, int port, int first) throws IOException {
		Map<String, String> unfinished = new HashMap<>();
		Map<String, CallTrace> connections = new LinkedHashMap<>();
		for (String line : Files.readAllLines(file)) {
			Matcher parts = LINE.matcher(line);
			if (parts.matches()) {
				String call = whole(parts.group(1), parts.group(2), unfinished);
				Matcher matcher = CALL.matcher(call);
				if (matcher.matches() && Integer.parseInt(matcher.group(3)) == port) {
					connections.computeIfAbsent(matcher.group(2), local -> new CallTrace())
						.count(matcher.group(1), Long.parseLong(matcher.group(4)));
				}
			}
		}
		Collection<CallTrace> all = connections.values();
		return all.stream().skip(first).toList();
	}

	/** A call during which another thread made one stands in two lines. */
	private static String whole(String thread, String text, Map<String, String> unfinished) {
		if (text.endsWith(UNFINISHED)) {
			unfinished.put(thread, text.substring(0, text.length() - UNFINISHED.length()));
			return "";
		}
		Matcher resumed = RESUMED.matcher(text);
		if (!resumed.matches()) {
			return text;
		}
		String begun = unfinished.remove(thread);
		return (begun != null) ? begun + resumed.group(1) : "";
	}

	private void count(String call, long result) {
		switch (call) {
			case "write", "writev", "sendto", "sendmsg" -> writes++;
			case "read", "readv", "recvfrom", "recvmsg" -> {
				if (result > 0) {
					reads++;
				}
			}
			case "poll", "ppoll" -> {
				// As a read that comes too early: a matter of time, which is not itself
				// under strace.
			}
			default -> others++;
		}
	}

	int writes() {
		return writes;
	}

	int reads() {
		return reads;
	}

	int others() {
		return others;
	}

}
