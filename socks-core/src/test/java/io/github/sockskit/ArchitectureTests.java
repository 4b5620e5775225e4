package io.github.sockskit;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.github.sockskit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule protocolAndAuthDoNoIo = noClasses().that()
		.resideInAnyPackage("io.github.sockskit.protocol", "io.github.sockskit.auth")
		.should()
		.dependOnClassesThat(describe("sockets, streams, channels, clocks or threads",
				(type) -> type.isAssignableTo(java.net.Socket.class) || type.isAssignableTo(java.io.InputStream.class)
						|| type.isAssignableTo(java.io.OutputStream.class)
						|| type.isAssignableTo(java.nio.channels.Channel.class)
						|| type.isAssignableTo(java.time.Clock.class) || type.isAssignableTo(Thread.class)
						|| type.getPackageName().startsWith("java.util.concurrent")));

	@ArchTest
	static final ArchRule protocolKnowsNothingOfTheApi = noClasses().that()
		.resideInAPackage("io.github.sockskit.protocol")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.github.sockskit");

	@ArchTest
	static final ArchRule authKnowsNothingElse = noClasses().that()
		.resideInAPackage("io.github.sockskit.auth")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.github.sockskit", "io.github.sockskit.protocol");

	@ArchTest
	static final ArchRule onlyTheJdkIsNeeded = noClasses().should()
		.dependOnClassesThat()
		.resideOutsideOfPackages("java..", "javax.net..", "io.github.sockskit..", "org.jspecify..");

	@ArchTest
	static final ArchRule noCycles = slices().matching("io.github.sockskit.(*)..").should().beFreeOfCycles();

}
