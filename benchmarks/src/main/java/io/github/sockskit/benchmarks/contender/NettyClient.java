package io.github.sockskit.benchmarks.contender;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.Future;

/** Netty's handler, waited for by the thread that wants the tunnel. */
final class NettyClient implements TunnelClient {

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());

	private final Bootstrap bootstrap;

	private NettyClient(ProxyAccess proxy) {
		this.bootstrap = new Bootstrap().group(group)
			.channel(NioSocketChannel.class)
			.resolver(NoopAddressResolverGroup.INSTANCE)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, ProxyAccess.TIMEOUT_MILLIS)
			.option(ChannelOption.SO_LINGER, 0)
			.handler(new ChannelInitializer<>() {
				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline().addLast(handler(proxy), new Answers());
				}
			});
	}

	static NettyClient of(ProxyAccess proxy) {
		return new NettyClient(proxy);
	}

	private static Socks5ProxyHandler handler(ProxyAccess proxy) {
		Socks5ProxyHandler handler = proxy.withPassword()
				? new Socks5ProxyHandler(proxy.address(), Authentication.USER, Authentication.PASSWORD_OF_USER)
				: new Socks5ProxyHandler(proxy.address());
		handler.setConnectTimeoutMillis(ProxyAccess.TIMEOUT_MILLIS);
		return handler;
	}

	@Override
	public Tunnel open(String host, int port) throws IOException {
		ChannelFuture connected = bootstrap.connect(InetSocketAddress.createUnresolved(host, port));
		await(connected);
		Channel channel = connected.channel();
		await(channel.pipeline().get(ProxyHandler.class).connectFuture());
		return new ChannelTunnel(channel);
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored") // nothing waits for it
	public void close() {
		group.shutdownGracefully();
	}

	private static void await(Future<?> future) throws IOException {
		future.awaitUninterruptibly();
		if (!future.isSuccess()) {
			throw new IOException(future.cause());
		}
	}

	private record ChannelTunnel(Channel channel) implements Tunnel {

		@Override
		public void exchange(byte[] request) throws IOException {
			Answers answers = channel.pipeline().get(Answers.class);
			answers.queue.clear();
			await(channel.writeAndFlush(Unpooled.wrappedBuffer(request)));
			answers.await();
		}

		@Override
		public void close() throws IOException {
			await(channel.close());
		}

	}

	/** Has at most one answer for whoever waits. */
	private static final class Answers extends SimpleChannelInboundHandler<ByteBuf> {

		private final BlockingQueue<Boolean> queue = new ArrayBlockingQueue<>(1);

		@Override
		protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
			queue.offer(true);
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			queue.offer(false);
		}

		private void await() throws IOException {
			try {
				if (!queue.take()) {
					throw new EOFException("closed without an answer");
				}
			}
			catch (InterruptedException ex) {
				throw new InterruptedIOException();
			}
		}

	}

}
