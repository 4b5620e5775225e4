package io.github.sockskit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

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

	/**
	 * The packages, and those that each may know beside itself. The root is one of them.
	 */
	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			io.github.sockskit                    | .auth .internal.protocol .internal.transport
			io.github.sockskit.internal.transport | .auth .internal.protocol
			io.github.sockskit.internal.protocol  | .auth
			io.github.sockskit.auth               |
			""")
	void eachPackageKnowsOnlyThoseBelowIt(String room, String below) {
		List<String> known = new ArrayList<>(List.of(room));
		if (below != null) {
			for (String name : below.split(" ")) {
				known.add("io.github.sockskit" + name);
			}
		}
		ArchRule rule = noClasses().that()
			.resideInAPackage(room)
			.should()
			.dependOnClassesThat(describe("packages of this module other than " + known,
					(type) -> type.getPackageName().startsWith("io.github.sockskit")
							&& !known.contains(type.getPackageName())));
		rule.check(main);
	}

	/** A new package has to be given its place in the rule above. */
	@Test
	void thereAreNoOtherPackages() {
		assertThat(main).extracting(JavaClass::getPackageName)
			.containsOnly("io.github.sockskit", "io.github.sockskit.auth", "io.github.sockskit.internal.protocol",
					"io.github.sockskit.internal.transport");
	}

	@Test
	void onlyTheJdkIsNeeded() {
		ArchRule rule = noClasses().should()
			.dependOnClassesThat()
			.resideOutsideOfPackages("java..", "javax.net..", "javax.crypto..", "javax.security.auth..",
					"org.ietf.jgss..", "io.github.sockskit..", "org.jspecify..");
		rule.check(main);
	}

}
