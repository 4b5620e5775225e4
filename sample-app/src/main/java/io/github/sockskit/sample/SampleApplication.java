package io.github.sockskit.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.service.registry.ImportHttpServices;

/**
 * Fetches a page through a SOCKS proxy, prints a report and exits: 0 if all went well.
 * Without arguments it brings proxy and page along; with {@code --socks.proxy.uri=…} and
 * {@code --target=https://…} it uses yours.
 */
@SpringBootApplication(proxyBeanMethods = false)
@ImportHttpServices(group = "page", types = PageService.class)
public class SampleApplication {

	/**
	 * Runs the sample.
	 * @param args properties, such as {@code --target=https://example.com/}
	 */
	public static void main(String[] args) {
		boolean succeeded;
		try (Demo demo = new Demo()) {
			SpringApplication application = new SpringApplication(SampleApplication.class);
			demo.attachTo(application);
			try (ConfigurableApplicationContext context = application.run(args)) {
				succeeded = context.getBean(Report.class).print(System.out);
			}
		}
		System.exit(succeeded ? 0 : 1);
	}

}
