package io.github.sockskit.benchmarks.contender;

/** The HTTP clients, and their names in the report. */
public enum GetContender {

	/** What most Spring applications have when they set up SOCKS by hand. */
	HTTPCLIENT_JDK("HttpClient 5, JDK", HttpClient5::onTheJdk),

	/** Apache's asynchronous client. */
	HTTPCLIENT_ASYNC("HttpClient 5 async", HttpClient5Async::of),

	/** Reactor Netty. */
	REACTOR_NETTY("Reactor Netty", ReactorNettyClient::of),

	/** Jetty. */
	JETTY("Jetty", JettyClient::of),

	/** OkHttp. */
	OKHTTP("OkHttp", OkHttp::of),

	/** The same below Spring's client. */
	RESTCLIENT_JDK("RestClient, JDK", RestClients::onTheJdk),

	/** Ours, a round trip per message. */
	STEPWISE("HttpClient 5, ours, step by step", ours(TunnelContender.STEPWISE)),

	/** Ours as it comes. */
	ADAPTIVE("HttpClient 5, ours, adaptive", ours(TunnelContender.ADAPTIVE)),

	/** Ours as an application has it: Spring's client, the starter's defaults. */
	STARTER("RestClient, the starter", RestClients::withTheStarter),

	/** The same, without waiting for the proxy's reply to the request. */
	OPTIMISTIC("RestClient, the starter, optimistic",
			proxy -> RestClients.withTheStarter(proxy, "--socks.proxy.optimistic=true"));

	private final String label;

	@SuppressWarnings("ImmutableEnumChecker") // the factories keep nothing
	private final Factory factory;

	GetContender(String label, Factory factory) {
		this.label = label;
		this.factory = factory;
	}

	private static Factory ours(TunnelContender mode) {
		return proxy -> HttpClient5.onOurs((OurClient) mode.through(proxy));
	}

	/**
	 * A client of this kind.
	 * @param proxy the proxy for its tunnels
	 * @return the client
	 * @throws Exception if it does not start
	 */
	public GetClient through(ProxyAccess proxy) throws Exception {
		return factory.through(proxy);
	}

	@Override
	public String toString() {
		return label;
	}

	private interface Factory {

		GetClient through(ProxyAccess proxy) throws Exception;

	}

}
