package io.github.sockskit.autoconfigure;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.proxy.ProxyConnectionEvent;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks4ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import org.jspecify.annotations.Nullable;

/**
 * Dials one connection of a Reactor Netty client with Netty's SOCKS handler, which it
 * puts in front of itself. To that handler it adds one budget for everything from the
 * look-up of the target to the proxy's last reply, a look-up of the proxy that blocks
 * nobody, and failures that name the proxy. Until the proxy has connected, the handlers
 * behind do not learn that the channel is active, and so write nothing that would have to
 * wait, or to fail.
 */
final class SocksDialHandler extends ChannelDuplexHandler {

	private final SocksProxy proxy;

	private final Duration limit;

	private final AddressResolverGroup<?> lookUps;

	private @Nullable Future<?> deadline;

	private @Nullable ChannelPromise connecting;

	private @Nullable SocketAddress target;

	private boolean over;

	/**
	 * @param limit of the whole dial
	 * @param lookUps resolves the proxy's name
	 */
	SocksDialHandler(SocksProxy proxy, Duration limit, AddressResolverGroup<?> lookUps) {
		this.proxy = proxy;
		this.limit = limit;
		this.lookUps = lookUps;
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
		target = remote;
		connecting = promise;
		lookUpProxy(context).addListener((FutureListener<SocketAddress>) (found) -> {
			if (!found.isSuccess()) {
				failConnect(promise, "cannot be looked up", found.cause());
				return;
			}
			ProxyHandler handshake = handshake(found.getNow());
			handshake.setConnectTimeoutMillis(0);
			context.pipeline().addBefore(context.name(), null, handshake);
			context.connect(remote, local).addListener((ChannelFutureListener) (connected) -> {
				if (connected.isSuccess()) {
					promise.trySuccess();
				}
				else {
					failConnect(promise, "cannot be reached; check that the proxy runs", connected.cause());
				}
			});
		});
	}

	private Future<SocketAddress> lookUpProxy(ChannelHandlerContext context) {
		// What has a colon is a literal, and a zone in it means something here.
		InetSocketAddress address = (proxy.host().indexOf(':') >= 0) ? new InetSocketAddress(proxy.host(), proxy.port())
				: InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
		return resolver(context).resolve(address);
	}

	@SuppressWarnings("unchecked")
	private AddressResolver<SocketAddress> resolver(ChannelHandlerContext context) {
		return ((AddressResolverGroup<SocketAddress>) lookUps).getResolver(context.executor());
	}

	private ProxyHandler handshake(SocketAddress address) {
		return (proxy.version() == SocksVersion.SOCKS5)
				? new Socks5ProxyHandler(address, proxy.username(), proxy.password())
				: new Socks4ProxyHandler(address, proxy.username());
	}

	private void failConnect(ChannelPromise promise, String what, Throwable cause) {
		end();
		promise.tryFailure(new ProxyConnectException(
				"The SOCKS proxy %s %s: %s".formatted(proxy, what, cause.getMessage()), cause));
	}

	/** Passed on when the proxy has connected. */
	@Override
	public void channelActive(ChannelHandlerContext context) {
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		context.fireUserEventTriggered(event);
		if (event instanceof ProxyConnectionEvent && end()) {
			context.fireChannelActive();
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (!(cause instanceof ProxyConnectException)) {
			context.fireExceptionCaught(cause);
		}
		else if (end()) {
			context.fireExceptionCaught(failure(cause));
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
		if (!end()) {
			return;
		}
		ConnectTimeoutException timeout = new ConnectTimeoutException(
				"The SOCKS proxy %s did not connect to %s within %d ms".formatted(proxy, target, limit.toMillis()));
		if (connecting == null || !connecting.tryFailure(timeout)) {
			context.fireExceptionCaught(timeout);
		}
		var unused = context.close();
	}

}
