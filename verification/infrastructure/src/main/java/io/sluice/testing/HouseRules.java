package io.sluice.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import org.jspecify.annotations.NullMarked;

import java.util.List;

/** The architecture's rules, checked against a service's own classes. */
public final class HouseRules {

    private HouseRules() {}

    /**
     * Throws AssertionError naming each class that breaks a rule.
     *
     * @param basePackage the service's package, below which domain, application and adapter lie
     */
    public static void check(String basePackage) {
        JavaClasses service =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(basePackage);
        rules(basePackage).forEach(rule -> rule.check(service));
    }

    private static List<ArchRule> rules(String base) {
        return List.of(
                classes()
                        .that()
                        .resideInAPackage(base + ".domain..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                base + ".domain..",
                                "io.sluice.contracts..",
                                "java..",
                                "org.jspecify..")
                        .allowEmptyShould(true)
                        .because("the domain is plain Java"),
                layeredArchitecture()
                        .consideringOnlyDependenciesInLayers()
                        .withOptionalLayers(true)
                        .layer("domain")
                        .definedBy(base + ".domain..")
                        .layer("application")
                        .definedBy(base + ".application..")
                        .layer("adapter")
                        .definedBy(base + ".adapter..")
                        .whereLayer("adapter")
                        .mayNotBeAccessedByAnyLayer()
                        .whereLayer("application")
                        .mayOnlyBeAccessedByLayers("adapter"),
                slices().matching(base + ".(*)..").should().beFreeOfCycles(),
                noClasses()
                        .that()
                        .resideInAnyPackage(base + ".domain..", base + ".application..")
                        .should()
                        .beAnnotatedWith("org.springframework.stereotype.Component")
                        .orShould()
                        .beAnnotatedWith("org.springframework.stereotype.Service")
                        .orShould()
                        .beAnnotatedWith("org.springframework.stereotype.Repository")
                        .allowEmptyShould(true),
                classes()
                        .that()
                        .haveSimpleName("package-info")
                        .should()
                        .beAnnotatedWith(NullMarked.class)
                        .because("null is a type"),
                noClasses()
                        .should()
                        .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Processor|Facade|DTO|Dto)")
                        .because("such names say nothing"),
                noMethods()
                        .that()
                        .areDeclaredInClassesThat()
                        .resideInAPackage(base + ".domain..")
                        .should()
                        .haveRawReturnType(double.class)
                        .orShould()
                        .haveRawReturnType(float.class)
                        .allowEmptyShould(true)
                        .because("money is exact"),
                noClasses()
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .because("services log"));
    }
}
