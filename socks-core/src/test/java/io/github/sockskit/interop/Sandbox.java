package io.github.sockskit.interop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where other people's servers run: each in private mount and PID namespaces, with a
 * directory that is theirs. The machine's accounts, names and services stay as they are:
 * <ul>
 * <li>{@code /etc/hosts} in there has names that exist for the servers and for nobody
 * else, and {@code /etc/nsswitch.conf} keeps every look-up to such files, so none leaves
 * the machine;</li>
 * <li>{@code /etc/passwd} has an account of its own, so that servers that know system
 * accounts only (Dante's username method, sshd) need none of the machine's;</li>
 * <li>a server lives no longer than the pipe to it: closing the sandbox, or the end of
 * this JVM however it comes, ends the server, and the end of its PID namespace ends
 * whatever it forked.</li>
 * </ul>
 * All of this needs root.
 */
final class Sandbox implements AutoCloseable {

	/** Has an IPv4 address only. */
	static final String NAME = "web.interop.invalid";

	/** Has an IPv6 address only. */
	static final String NAME_OF_IPV6 = "web6.interop.invalid";

	/** Exists nowhere. */
	static final String UNKNOWN_NAME = "nowhere.interop.invalid";

	/** The account that exists in a sandbox only. */
	static final String USER = "interop";

	static final String PASSWORD = "known: to %everyone";

	/** As {@code openssl passwd -6 -salt interop} makes it of the password. */
	private static final String PASSWORD_HASH = "$6$interop$w40OMNfTkKPz9KQr05AXezoNM.znWXGOTm1z5QYfSpXe7PWsgkNffUf4x6PTERHhhQA3jbAC8psKAeVufBUPR0";

	private static final List<String> UNSHARE = List.of("unshare", "--mount", "--pid", "--fork", "--kill-child",
			"--mount-proc", "sh");

	private static final List<Path> SYSTEM_PATH = Stream
		.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
		.map(Path::of)
		.toList();

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Path directory;

	private final Path log;

	private final Deque<Process> servers = new ArrayDeque<>();

	Sandbox() throws IOException {
		// Servers read their files as accounts of lesser rights.
		this.directory = Files.createTempDirectory("socks-interop-");
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		this.log = write("log", "");
		Files.createDirectory(directory.resolve("etc"));
		write("etc/hosts", """
				127.0.0.1 localhost %s
				::1 localhost %s
				""".formatted(NAME, NAME_OF_IPV6));
		write("etc/nsswitch.conf", """
				passwd: files
				shadow: files
				group: files
				hosts: files
				""");
		write("etc/passwd", """
				root:x:0:0::/nonexistent:/bin/sh
				nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin
				sshd:x:65533:65534::/nonexistent:/usr/sbin/nologin
				%s:x:65532:65534::/nonexistent:/usr/sbin/nologin
				""".formatted(USER));
		write("etc/shadow", """
				root:*:1::::::
				nobody:*:1::::::
				sshd:*:1::::::
				%s:%s:1::::::
				""".formatted(USER, PASSWORD_HASH));
		write("etc/group", """
				root:x:0:
				nogroup:x:65534:
				""");
	}

	/**
	 * Why nothing can run here.
	 * @param programs what has to be installed
	 * @return empty if it can
	 */
	static Optional<String> obstacle(List<String> programs) {
		String missing = programs.stream()
			.filter((program) -> executable(program).isEmpty())
			.collect(Collectors.joining(", "));
		if (!missing.isEmpty()) {
			return Optional.of("not installed: " + missing);
		}
		try {
			new ServerSocket(0, 1, InetAddress.getByName("::1")).close();
			Process trial = new ProcessBuilder(command(UNSHARE, "-c", "mount -t tmpfs tmpfs /run"))
				.redirectErrorStream(true)
				.start();
			trial.getOutputStream().close();
			String output = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return (awaitEnd(trial) == 0) ? Optional.empty()
					: Optional.of("root is needed, to mount in private namespaces: " + output.strip());
		}
		catch (IOException ex) {
			return Optional.of("IPv6 on loopback and unshare are needed: " + ex.getMessage());
		}
	}

	private static Optional<Path> executable(String program) {
		return SYSTEM_PATH.stream()
			.map((directory) -> directory.resolve(program))
			.filter(Files::isExecutable)
			.findFirst();
	}

	private static List<String> command(List<String> start, String... end) {
		return Stream.concat(start.stream(), Arrays.stream(end)).toList();
	}

	/** A port of 127.0.0.1 that was free a moment ago. */
	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			return socket.getLocalPort();
		}
	}

	/** The path of a file of the sandbox, the same inside and outside. */
	Path path(String name) {
		return directory.resolve(name);
	}

	Path write(String name, String text) throws IOException {
		return Files.writeString(path(name), text);
	}

	/** Runs something outside to its end. */
	void run(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.start();
		if (awaitEnd(process) != 0) {
			throw new IllegalStateException(String.join(" ", command) + " failed:\n" + log());
		}
	}

	/**
	 * Starts a server in namespaces of its own, in the sandbox's directory.
	 * @param program its name
	 * @param arguments its arguments, which reach it as UTF-8 whatever the locale
	 */
	void start(String program, String... arguments) throws IOException {
		Path executable = executable(program).orElseThrow();
		// An empty /run: nscd's socket in it would bypass the files in /etc. sshd wants
		// its directory there.
		Path script = write("start-" + servers.size() + ".sh", """
				exec 3<&0
				for file in etc/*; do mount --bind "$file" "/$file" || exit; done
				mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd || exit
				%s </dev/null 3<&- &
				server=$!
				{ read -r _ <&3; kill -KILL $server; } &
				wait $server
				""".formatted(quoted(executable.toString(), arguments)));
		ProcessBuilder builder = new ProcessBuilder(command(UNSHARE, script.toString())).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
		builder.environment().clear();
		builder.environment()
			.put("PATH", SYSTEM_PATH.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
		servers.push(builder.start());
	}

	/** As words of a shell. */
	private static String quoted(String program, String... arguments) {
		return command(List.of(program), arguments).stream()
			.map((word) -> "'" + word.replace("'", "'\\''") + "'")
			.collect(Collectors.joining(" "));
	}

	/**
	 * Waits until the server that was started last accepts connections.
	 * @throws IllegalStateException if it ended, or took too long; with the servers' log
	 */
	void awaitListening(int port) {
		awaitListening(new InetSocketAddress("127.0.0.1", port));
	}

	/** The same for a unix-domain socket. */
	void awaitListening(Path path) {
		awaitListening(UnixDomainSocketAddress.of(path));
	}

	private void awaitListening(SocketAddress address) {
		Process server = servers.element();
		boolean ready = Condition.within(PATIENCE, () -> accepts(address) || !server.isAlive());
		if (!ready || !server.isAlive()) {
			throw new IllegalStateException("the server %s %s:\n%s"
				.formatted(ready ? "ended instead of listening on" : "does not listen on", address, log()));
		}
	}

	private static boolean accepts(SocketAddress address) {
		try (SocketChannel channel = SocketChannel.open(address)) {
			// A socket may get the very port that it asks for as its own, and then talks
			// to itself.
			return !channel.getLocalAddress().equals(address);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** What the servers wrote. */
	String log() {
		try {
			return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int awaitEnd(Process process) throws IOException {
		try {
			if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				process.destroyForcibly();
				throw new IOException("not done after %s: %s".formatted(PATIENCE, process.info().commandLine()));
			}
			return process.exitValue();
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
			Thread.currentThread().interrupt();
			throw new IOException("interrupted while waiting for a process", ex);
		}
	}

	/** Ends the servers and whatever they forked, then removes the directory. */
	@Override
	public void close() throws IOException {
		try {
			while (!servers.isEmpty()) {
				Process server = servers.pop();
				server.getOutputStream().close();
				awaitEnd(server);
			}
		}
		finally {
			servers.forEach(Process::destroyForcibly);
			delete();
		}
	}

	private void delete() throws IOException {
		List<Path> files;
		try (Stream<Path> walk = Files.walk(directory)) {
			files = walk.sorted(Comparator.reverseOrder()).toList();
		}
		for (Path file : files) {
			Files.delete(file);
		}
	}

}
