package io.github.sockskit.benchmarks.app;

import java.time.Duration;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;

/** An application with one HTTP client. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class SmallApplication {

	/** Precedes the milliseconds that the start took, by Boot's own account. */
	public static final String READY = "ready after ";

	/**
	 * Starts, says how long that took, and ends.
	 * @param args properties
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(SmallApplication.class);
		application.addListeners((ApplicationReadyEvent event) -> {
			Duration taken = event.getTimeTaken();
			System.out.println(READY + ((taken != null) ? taken.toNanos() / 1e6 : Double.NaN));
		});
		application.run(args).close();
	}

	/**
	 * Starts and goes on.
	 * @param more configuration that this application has not
	 * @param properties as on a command line
	 * @return its context
	 */
	public static ConfigurableApplicationContext start(Class<?> more, String... properties) {
		SpringApplication application = new SpringApplication(SmallApplication.class, more);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		return application.run(properties);
	}

	@Bean
	RestClient client(RestClient.Builder builder) {
		return builder.build();
	}

}
