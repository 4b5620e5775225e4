package io.github.sockskit;

import java.nio.file.Path;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class ArchitectureTests {

	private static final JavaClasses main = new ClassFileImporter().importPath(Path.of("target/classes"));

	@Test
	void protocolAndAuthDoNoIo() {
		ArchRule rule = noClasses().that()
			.resideInAnyPackage("io.github.sockskit.internal.protocol", "io.github.sockskit.auth")
			.should()
			.dependOnClassesThat(describe("sockets, streams, channels, clocks or threads",
					(type) -> type.isAssignableTo(java.net.Socket.class)
							|| type.isAssignableTo(java.io.InputStream.class)
							|| type.isAssignableTo(java.io.OutputStream.class)
							|| type.isAssignableTo(java.nio.channels.Channel.class)
							|| type.isAssignableTo(java.time.Clock.class) || type.isAssignableTo(Thread.class)
							|| type.getPackageName().startsWith("java.util.concurrent")));
		rule.check(main);
	}

	@Test
	void protocolKnowsNothingOfTheApi() {
		ArchRule rule = noClasses().that()
			.resideInAPackage("io.github.sockskit.internal.protocol")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.github.sockskit");
		rule.check(main);
	}

	@Test
	void authKnowsNothingElse() {
		ArchRule rule = noClasses().that()
			.resideInAPackage("io.github.sockskit.auth")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.github.sockskit", "io.github.sockskit.internal.protocol");
		rule.check(main);
	}

	@Test
	void onlyTheJdkIsNeeded() {
		ArchRule rule = noClasses().should()
			.dependOnClassesThat()
			.resideOutsideOfPackages("java..", "javax.net..", "javax.crypto..", "javax.security.auth..",
					"org.ietf.jgss..", "io.github.sockskit..", "org.jspecify..");
		rule.check(main);
	}

	@Test
	void noCycles() {
		ArchRule rule = slices().matching("io.github.sockskit.(*)..").should().beFreeOfCycles();
		rule.check(main);
	}

}
