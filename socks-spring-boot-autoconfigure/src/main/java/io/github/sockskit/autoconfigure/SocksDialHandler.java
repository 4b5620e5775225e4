package io.github.sockskit.autoconfigure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.sockskit.HostAndPort;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.proxy.ProxyConnectionEvent;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks4ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import org.jspecify.annotations.Nullable;

/**
 * Dials one connection of a Reactor Netty client with Netty's SOCKS handler, which it
 * puts in front of itself. To that handler it adds one budget for everything from the
 * look-up of the target to the proxy's last reply, a look-up of the proxy that blocks
 * nobody, and failures that name the proxy. The handlers behind take the channel for
 * connected when the proxy has connected it, so they write nothing that would have to
 * wait, or to fail, and read nothing that the proxy says before.
 */
final class SocksDialHandler extends ChannelDuplexHandler {

	private final SocksProxy proxy;

	private final HostAndPort target;

	private final Duration limit;

	private final AddressResolverGroup<SocketAddress> lookUps;

	private @Nullable Future<?> deadline;

	private @Nullable ChannelPromise connected;

	private boolean over;

	private boolean reading;

	/**
	 * @param limit of the whole dial
	 * @param lookUps resolves the proxy's name
	 */
	@SuppressWarnings("unchecked")
	SocksDialHandler(SocksProxy proxy, HostAndPort target, Duration limit, AddressResolverGroup<?> lookUps) {
		this.proxy = proxy;
		this.target = target;
		this.limit = limit;
		this.lookUps = (AddressResolverGroup<SocketAddress>) lookUps;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		context.channel().config().setConnectTimeoutMillis(0);
		deadline = context.executor().schedule(() -> expire(context), limit.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		end();
	}

	/** Whether this end of the dial is the first. */
	private boolean end() {
		boolean first = !over;
		over = true;
		if (deadline != null) {
			deadline.cancel(false);
		}
		return first;
	}

	@Override
	public void connect(ChannelHandlerContext context, SocketAddress remote, @Nullable SocketAddress local,
			ChannelPromise promise) {
		connected = promise;
		lookUps.getResolver(context.executor())
			.resolve(proxyAddress())
			.addListener((FutureListener<SocketAddress>) (found) -> {
				if (over) {
					return;
				}
				if (found.isSuccess()) {
					connect(context, found.getNow(), remote, local);
				}
				else {
					fail(context, unreachable("cannot be looked up", found.cause()));
				}
			});
	}

	private InetSocketAddress proxyAddress() {
		// What has a colon is a literal, and a zone in it means something here.
		return (proxy.host().indexOf(':') >= 0) ? new InetSocketAddress(proxy.host(), proxy.port())
				: InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
	}

	private void connect(ChannelHandlerContext context, SocketAddress proxyAddress, SocketAddress remote,
			@Nullable SocketAddress local) {
		ProxyHandler handshake = (proxy.version() == SocksVersion.SOCKS5)
				? new Socks5ProxyHandler(proxyAddress, proxy.username(), proxy.password())
				: new Socks4ProxyHandler(proxyAddress, proxy.username());
		handshake.setConnectTimeoutMillis(0);
		context.pipeline().addBefore(context.name(), null, handshake);
		context.connect(remote, local).addListener((done) -> {
			if (!done.isSuccess()) {
				fail(context, unreachable("cannot be reached; check that the proxy runs", done.cause()));
			}
		});
	}

	private ProxyConnectException unreachable(String what, Throwable cause) {
		return new ProxyConnectException("The SOCKS proxy %s %s: %s".formatted(proxy, what, cause.getMessage()), cause);
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		// Only the proxy is connected.
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (reading) {
			context.fireChannelRead(message);
		}
		else {
			ReferenceCountUtil.release(message); // what follows a reply that Netty
													// refused
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		context.fireUserEventTriggered(event);
		if (event instanceof ProxyConnectionEvent && connected != null && end()) {
			reading = true;
			connected.trySuccess();
			context.fireChannelActive();
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (cause instanceof ProxyConnectException) {
			fail(context, failure(cause));
		}
		else {
			context.fireExceptionCaught(cause);
		}
	}

	/**
	 * Reactor Netty repeats a request after what is worded like a reset connection, and
	 * refused credentials must not be sent again.
	 */
	private ProxyConnectException failure(Throwable cause) {
		String reason = String.valueOf(cause.getMessage())
			.replace("Connection reset by peer", "reset by the proxy")
			.replace("Broken pipe", "closed by the proxy");
		return new ProxyConnectException(
				"The SOCKS proxy %s did not connect to %s: %s".formatted(proxy, target, reason), cause);
	}

	private void expire(ChannelHandlerContext context) {
		fail(context, new ConnectTimeoutException(
				"The SOCKS proxy %s did not connect to %s within %d ms".formatted(proxy, target, limit.toMillis())));
	}

	private void fail(ChannelHandlerContext context, IOException failure) {
		if (!end()) {
			return;
		}
		if (connected == null || !connected.tryFailure(failure)) {
			context.fireExceptionCaught(failure);
		}
		var unused = context.close();
	}

}
