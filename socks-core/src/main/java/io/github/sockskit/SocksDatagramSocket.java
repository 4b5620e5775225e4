package io.github.sockskit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sockskit.internal.protocol.Address;
import io.github.sockskit.internal.protocol.Command;
import io.github.sockskit.internal.protocol.Socks5Datagram;
import io.github.sockskit.internal.transport.DaemonThread;
import io.github.sockskit.internal.transport.Deadline;
import io.github.sockskit.internal.transport.PacketSizes;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose datagrams go through the relay of a SOCKS5 proxy (UDP ASSOCIATE; RFC
 * 1928, section 7). Made by {@link SocksDialer#associate()}, and bound from the
 * beginning. Code that knows a {@link DatagramSocket} sends and receives as ever, to and
 * from IPv4 and IPv6 addresses.
 * <p>
 * A <em>name</em>, which the proxy looks up (unless {@link DnsMode#LOCAL} is configured),
 * does not fit into a {@link DatagramPacket}. There are
 * {@link #send(byte[], HostAndPort)} and {@link #receive(ByteBuffer)} for it, and
 * {@link #connect(SocketAddress)} takes an unresolved address. Where the other side is
 * known by its name only, the packets that are received have a {@code null} address.
 * <p>
 * The association lasts as long as the connection to the proxy that asked for it. When
 * the proxy ends that, this socket closes, and {@code send} and {@code receive}, also
 * those that are waiting, throw a {@link SocketException} that says so. Whether a
 * datagram arrives nobody says: a relay silently drops what it cannot or will not pass on
 * (RFC 1928, section 7). Received fragments are dropped, and whatever does not come from
 * the relay.
 * <p>
 * Addresses and options that are not those of the other side are those of the socket
 * towards the relay. Thread-safe, as any {@link DatagramSocket}: closing it from another
 * thread ends what is waiting, as does interrupting a virtual thread that receives.
 */
public final class SocksDatagramSocket extends DatagramSocket {

	/**
	 * What UDP over IPv4 carries; over IPv6 it is 20 more, the length of IPv4's header.
	 */
	private static final int LONGEST = 65_507;

	private static final InetSocketAddress UNSPECIFIED = InetSocketAddress.createUnresolved("0.0.0.0", 0);

	private final SocksDialer dialer;

	private final Hop hop;

	/** Its end is that of the association. */
	private final Transport control;

	private final InetSocketAddress relay;

	private final PacketSizes sizes = new PacketSizes();

	/** One thread receives at a time, as with any datagram socket. */
	private final Lock receiving = new ReentrantLock();

	private volatile int soTimeout;

	private volatile @Nullable Peer peer;

	private volatile boolean closed;

	/** What the proxy did, if it was the proxy that ended the association. */
	private volatile @Nullable String end;

	/**
	 * Has the one descriptor that the JDK's socket opens: it never has to be replaced, as
	 * that of a stream socket does after a failed attempt, so no composition is needed.
	 * It is not connected to the relay, as Dante lets its client's kernel believe that
	 * the relay cannot be reached when it is a target that cannot.
	 */
	private SocksDatagramSocket(SocksDialer dialer, Hop hop, Transport control, InetSocketAddress relay)
			throws SocketException {
		super(local(control.socket().getLocalAddress(), relay.getAddress()));
		this.dialer = dialer;
		this.hop = hop;
		this.control = control;
		this.relay = relay;
	}

	/** A relay expects the address that the connection comes from. */
	private static InetSocketAddress local(InetAddress ofConnection, InetAddress ofRelay) {
		boolean sameFamily = ofConnection.getClass() == ofRelay.getClass();
		return sameFamily ? new InetSocketAddress(ofConnection, 0) : new InetSocketAddress(0);
	}

	static SocksDatagramSocket open(SocksDialer dialer) throws IOException {
		Dial dial = dialer.dial(Command.UDP_ASSOCIATE, UNSPECIFIED, 0);
		Transport control = new Transport(dialer);
		try {
			Address bound = dial.run(control).boundAddress();
			control.socket().setSoTimeout(0);
			// Nothing is ever said there, so nobody would notice that the proxy is gone.
			control.socket().setKeepAlive(true);
			InetSocketAddress relay = reachable(dial.hop(), bound.toSocketAddress(), control.socket());
			SocksDatagramSocket socket = new SocksDatagramSocket(dialer, dial.hop(), control, relay);
			socket.startWatching();
			return socket;
		}
		catch (Throwable ex) {
			control.close();
			throw ex;
		}
	}

	/**
	 * An unspecified address stands for the proxy's own, which is on this machine if it
	 * has none, being a unix-domain socket.
	 */
	private static InetSocketAddress reachable(Hop hop, InetSocketAddress bound, Socket connection)
			throws SocksProtocolException {
		if (bound.isUnresolved() || bound.getPort() == 0) {
			throw new SocksProtocolException(hop,
					"it gave %s for the relay, which is no address and port".formatted(bound));
		}
		if (!bound.getAddress().isAnyLocalAddress()) {
			return bound;
		}
		InetAddress proxy = connection.getInetAddress();
		return new InetSocketAddress((proxy != null) ? proxy : InetAddress.getLoopbackAddress(), bound.getPort());
	}

	private void startWatching() {
		try {
			DaemonThread.start("socks-association-" + getLocalPort(), this::watch);
		}
		catch (Throwable ex) {
			close();
			throw ex;
		}
	}

	private void watch() {
		try {
			InputStream in = control.input();
			in.transferTo(OutputStream.nullOutputStream());
			ended("closed the control connection");
		}
		catch (IOException ex) {
			ended("broke the control connection (%s)".formatted(ex.getMessage()));
		}
	}

	private void ended(String how) {
		if (!closed) {
			end = how;
		}
		close();
	}

	/**
	 * The relay's address (BND.ADDR and BND.PORT; RFC 1928, section 6), the proxy's own
	 * if that was unspecified.
	 * @return a resolved address
	 */
	public InetSocketAddress getBoundAddress() {
		return relay;
	}

	/**
	 * How many bytes a datagram can carry: what the socket towards the relay can send,
	 * less the header that goes before them (RFC 1928, section 7). That is 10 bytes for
	 * an IPv4 address, 262 for a name, for which the longest is assumed, and 22 for an
	 * IPv6 address: the RFC says 20 there, which does not count the whole header. Longer
	 * data may fail with an {@code IOException}.
	 * @param destination of which the kind of the host counts only
	 * @return the number of bytes
	 * @throws IllegalArgumentException if the destination cannot be sent
	 * @throws SocketException if the socket is closed
	 */
	public int getMaximumPayload(HostAndPort destination) throws SocketException {
		int longest = LONGEST + ((relay.getAddress().getAddress().length > 4) ? 20 : 0);
		Address address = Address.of(destination.host(), destination.port());
		return Math.min(longest, getSendBufferSize()) - Socks5Datagram.overhead(address);
	}

	/**
	 * Sends and receives only to and from one address from now on. If that is a name,
	 * nobody here knows its address: what has the right port is received.
	 * @param remote an {@link InetSocketAddress}; an unresolved one is a name (or
	 * literal) for the proxy, a resolved one goes out as its address, unless the dialer
	 * says otherwise ({@link DnsMode})
	 * @throws IllegalArgumentException if it cannot be sent
	 * @throws SocketException if the port is 0, or the name was not found here, where it
	 * has to be looked up here
	 */
	@Override
	public void connect(SocketAddress remote) throws SocketException {
		if (!(remote instanceof InetSocketAddress endpoint)) {
			throw new IllegalArgumentException("the address is no InetSocketAddress");
		}
		if (isClosed()) {
			return;
		}
		try {
			Address address = destination(endpoint);
			boolean asGiven = !endpoint.isUnresolved() || address.isName();
			peer = new Peer(asGiven ? endpoint : address.toSocketAddress(), address);
		}
		catch (SocketException ex) {
			throw ex;
		}
		catch (IOException ex) {
			SocketException failure = new SocketException(ex.getMessage());
			failure.initCause(ex);
			throw failure;
		}
	}

	/**
	 * Sends and receives only to and from one address from now on.
	 * @throws UncheckedIOException if the port is 0
	 */
	@Override
	public void connect(InetAddress address, int port) {
		if (address == null) {
			throw new IllegalArgumentException("the address is null");
		}
		try {
			connect(new InetSocketAddress(address, port));
		}
		catch (SocketException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void disconnect() {
		peer = null;
	}

	@Override
	public boolean isConnected() {
		return peer != null;
	}

	/**
	 * The address that the socket is connected to.
	 * @return {@code null} if it is a name that the proxy looks up, or not connected
	 */
	@Override
	public @Nullable InetAddress getInetAddress() {
		InetSocketAddress remote = getRemoteSocketAddress();
		return (remote != null) ? remote.getAddress() : null;
	}

	/**
	 * The port that the socket is connected to.
	 * @return -1 if not connected
	 */
	@Override
	public int getPort() {
		InetSocketAddress remote = getRemoteSocketAddress();
		return (remote != null) ? remote.getPort() : -1;
	}

	/**
	 * What the socket is connected to, which is not the relay.
	 * @return unresolved if it is a name that the proxy looks up, {@code null} if not
	 * connected
	 */
	@Override
	public @Nullable InetSocketAddress getRemoteSocketAddress() {
		Peer current = peer;
		return (current != null) ? current.shown() : null;
	}

	/**
	 * Sends a packet through the relay. One without an address goes where the socket is
	 * connected to.
	 * @param packet its data at most as long as {@link #getMaximumPayload} says
	 * @throws IllegalArgumentException if the address cannot be sent, is missing, or
	 * differs from that which the socket is connected to
	 * @throws SocketException if the association has ended, the socket is closed, or the
	 * port is 0
	 */
	@Override
	public void send(DatagramPacket packet) throws IOException {
		InetAddress address = packet.getAddress();
		Peer current = peer;
		Address destination;
		if (address != null) {
			destination = destination(new InetSocketAddress(address, packet.getPort()));
			requireConnectedTo(destination);
		}
		else if (current != null) {
			destination = current.address();
			if (current.shown().getAddress() != null) {
				packet.setSocketAddress(current.shown());
			}
		}
		else {
			throw new IllegalArgumentException("the packet has no address, and the socket is not connected");
		}
		send(new Socks5Datagram(destination,
				ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength())));
	}

	/**
	 * Sends data through the relay.
	 * @param data at most as long as {@link #getMaximumPayload} says
	 * @param destination name or literal; a name is looked up by the proxy, or here if
	 * {@link DnsMode#LOCAL} is configured, within {@link SocksProxy#timeout()}
	 * @throws IllegalArgumentException if the destination cannot be sent, or differs from
	 * that which the socket is connected to
	 * @throws SocksException if the name was to be looked up here, and was not
	 * @throws SocketException if the association has ended, the socket is closed, or the
	 * port is 0
	 * @throws IOException if it could not be sent
	 */
	public void send(byte[] data, HostAndPort destination) throws IOException {
		Address address = destination(InetSocketAddress.createUnresolved(destination.host(), destination.port()));
		requireConnectedTo(address);
		send(new Socks5Datagram(address, ByteBuffer.wrap(data)));
	}

	private Address destination(InetSocketAddress endpoint) throws IOException {
		if (endpoint.getPort() == 0) {
			throw new SocketException("nothing can be sent to port 0");
		}
		Address address = dialer.address(endpoint);
		if (address.isName()) {
			return (dialer.dns() == DnsMode.LOCAL) ? lookUp(address.host(), endpoint.getPort()) : address;
		}
		if (address.toSocketAddress().getAddress().isAnyLocalAddress()) {
			throw new IllegalArgumentException("%s is the address of nobody".formatted(address));
		}
		return address;
	}

	/** The first address that can be sent. */
	private Address lookUp(String name, int port) throws IOException {
		Hop lookingUp = dialer.hop(Command.UDP_ASSOCIATE, new HostAndPort(name, port));
		for (InetAddress candidate : Connector.lookUp(lookingUp, name, true, control,
				Deadline.after(dialer.proxy().timeout()))) {
			try {
				return Address.of(candidate, port);
			}
			catch (IllegalArgumentException ex) {
				// a zone id: the next may do
			}
		}
		throw SocksConnectException.noSuchAddress(lookingUp, name);
	}

	private void requireConnectedTo(Address destination) {
		Peer current = peer;
		if (current != null && !current.address().equals(destination)) {
			throw new IllegalArgumentException(
					"the socket is connected to %s, which is not %s".formatted(current.address(), destination));
		}
	}

	private void send(Socks5Datagram datagram) throws IOException {
		byte[] bytes = datagram.encode();
		try {
			super.send(new DatagramPacket(bytes, bytes.length, relay));
		}
		catch (IOException ex) {
			throw explained(ex);
		}
	}

	/**
	 * Receives a packet through the relay, with the address that it came from:
	 * {@code null} if the relay gave a name, or the socket is connected to one.
	 * @throws SocketTimeoutException if {@link #setSoTimeout} is set and has passed
	 * @throws SocketException if the association has ended, the socket was closed, or the
	 * thread, a virtual one, interrupted
	 */
	@Override
	public void receive(DatagramPacket packet) throws IOException {
		int size = sizes.of(packet);
		Socks5Datagram datagram = await(size);
		Peer current = peer;
		boolean unknown = datagram.address().isName() || (current != null && current.address().isName());
		InetSocketAddress origin = datagram.address().toSocketAddress();
		sizes.fill(packet, datagram.data(), size);
		packet.setAddress(unknown ? null : origin.getAddress());
		packet.setPort(origin.getPort());
	}

	/**
	 * Receives data through the relay.
	 * @param data gets what fits; the rest of a longer datagram is lost
	 * @return where it came from: a literal, or a name if the relay gave one
	 * @throws SocketTimeoutException if {@link #setSoTimeout} is set and has passed
	 * @throws SocketException if the association has ended, the socket was closed, or the
	 * thread, a virtual one, interrupted
	 * @throws IOException if it could not be received
	 */
	public HostAndPort receive(ByteBuffer data) throws IOException {
		Socks5Datagram datagram = await(data.remaining());
		ByteBuffer received = datagram.data();
		data.put(received.limit(Math.min(received.limit(), received.position() + data.remaining())));
		InetSocketAddress origin = datagram.address().toSocketAddress();
		return new HostAndPort(datagram.address().host(), origin.getPort());
	}

	/** The next datagram that is not dropped, with at least so much of its data. */
	private Socks5Datagram await(int size) throws IOException {
		byte[] buffer = new byte[Socks5Datagram.LONGEST_HEADER + size];
		receiving.lock();
		try {
			int limit = soTimeout;
			long start = System.nanoTime();
			while (true) {
				// What is dropped cannot stretch the limit.
				super.setSoTimeout((limit > 0) ? left(limit, start) : 0);
				DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
				super.receive(packet);
				Socks5Datagram datagram = packet.getSocketAddress().equals(relay)
						? Socks5Datagram.decode(ByteBuffer.wrap(buffer, 0, packet.getLength())) : null;
				if (datagram != null && isExpected(datagram.address())) {
					return datagram;
				}
			}
		}
		catch (IOException ex) {
			throw explained(ex);
		}
		finally {
			receiving.unlock();
		}
	}

	private static int left(int limit, long start) throws SocketTimeoutException {
		long left = limit - (System.nanoTime() - start) / 1_000_000;
		if (left <= 0) {
			throw new SocketTimeoutException("Receive timed out");
		}
		return (int) left;
	}

	private boolean isExpected(Address origin) {
		Peer current = peer;
		if (current == null || current.address().equals(origin)) {
			return true;
		}
		boolean samePort = current.shown().getPort() == origin.toSocketAddress().getPort();
		return current.address().isName() && samePort
				&& (!origin.isName() || origin.host().equalsIgnoreCase(current.address().host()));
	}

	/** Says what the JDK cannot know. */
	private IOException explained(IOException ex) {
		String how = end;
		if (how != null) {
			SocketException ended = new SocketException("%s ended the association: it %s".formatted(hop, how));
			ended.initCause(ex);
			return ended;
		}
		if (super.isClosed()) {
			close(); // an interrupt may have closed this end only
		}
		return ex;
	}

	@Override
	public void setSoTimeout(int timeout) throws SocketException {
		if (isClosed()) {
			throw new SocketException("Socket is closed");
		}
		if (timeout < 0) {
			throw new IllegalArgumentException("the timeout is negative");
		}
		soTimeout = timeout;
	}

	@Override
	public int getSoTimeout() throws SocketException {
		if (isClosed()) {
			throw new SocketException("Socket is closed");
		}
		return soTimeout;
	}

	/**
	 * Closes both ends: this socket and the connection that the association lasts as long
	 * as.
	 */
	@Override
	public void close() {
		closed = true;
		super.close();
		control.close();
	}

	/**
	 * Nothing that a proxy could do.
	 * @throws SocketException always
	 */
	@Override
	public void joinGroup(SocketAddress group, @Nullable NetworkInterface network) throws SocketException {
		throw new SocketException("a proxy joins no multicast group");
	}

	/**
	 * Nothing that a proxy could do.
	 * @throws SocketException always
	 */
	@Override
	public void leaveGroup(SocketAddress group, @Nullable NetworkInterface network) throws SocketException {
		throw new SocketException("a proxy joins no multicast group");
	}

	/**
	 * Peer, relay and proxy, safe to log.
	 */
	@Override
	public String toString() {
		InetSocketAddress remote = getRemoteSocketAddress();
		return "SocksDatagramSocket[%s via %s of %s]".formatted((remote != null) ? remote : "unconnected", relay, hop);
	}

	/** What the socket is connected to, as users see it and as it is sent. */
	private record Peer(InetSocketAddress shown, Address address) {
	}

}
