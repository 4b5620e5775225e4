package io.github.sockskit.readme;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication(proxyBeanMethods = false)
class ReadmeApplication {

}
