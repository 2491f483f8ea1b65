package org.doclock;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.enterprise.context.NormalScope;

/** The arrows between the packages: what may stand on what. */
@AnalyzeClasses(packages = "org.doclock", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest static final ArchRule lockingStandsOnNothingOfOurs = standsOn("locking");

    @ArchTest static final ArchRule guardStandsOnLocking = standsOn("guard", "locking");

    @ArchTest static final ArchRule eventsStandOnLocking = standsOn("events", "locking");

    @ArchTest static final ArchRule healthStandsOnLocking = standsOn("health", "locking");

    @ArchTest
    static final ArchRule restStandsOnLockingAndEvents = standsOn("rest", "locking", "events");

    @ArchTest
    static final ArchRule adminStandsOnLockingAndEvents = standsOn("admin", "locking", "events");

    /** It counts attempts to sign in, and reaches Redis the way the locks do. */
    @ArchTest static final ArchRule securityStandsOnLocking = standsOn("security", "locking");

    /**
     * Weld's proxies of beans take the modifier over: they lock themselves, then the bean. Whoever
     * holds the bean and asks through its proxy waits for the one who came the ordinary way.
     */
    @ArchTest
    static final ArchRule noMethodThatAProxyHasIsSynchronized =
            methods()
                    .that()
                    .areDeclaredInClassesThat()
                    .areMetaAnnotatedWith(NormalScope.class)
                    .and()
                    .areNotPrivate()
                    .should()
                    .notHaveModifier(JavaModifier.SYNCHRONIZED);

    @ArchTest
    static final ArchRule lockingKnowsNoHttpFacesOrTransactions =
            noClasses()
                    .that()
                    .resideInAPackage("org.doclock.locking")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "jakarta.ws.rs..",
                            "jakarta.servlet..",
                            "jakarta.faces..",
                            "jakarta.transaction..",
                            "jakarta.persistence..");

    /**
     * Where there is no MicroProfile Metrics, CDI passes over these, and nothing else is missing:
     * annotations that are not there, Java passes over.
     */
    @ArchTest
    static final ArchRule onlyClassesNamedMetricsKnowMetrics =
            noClasses()
                    .that()
                    .haveSimpleNameNotEndingWith("Metrics")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.eclipse.microprofile.metrics");

    @ArchTest
    static final ArchRule nothingStandsOnMetrics =
            noClasses()
                    .that()
                    .haveSimpleNameNotEndingWith("Metrics")
                    .should()
                    .dependOnClassesThat()
                    .haveSimpleNameEndingWith("Metrics");

    @ArchTest
    static final ArchRule onlyTheseTalkToRedis =
            noClasses()
                    .that(
                            not(
                                    resideInAnyPackage(
                                            "org.doclock.locking",
                                            "org.doclock.events",
                                            "org.doclock.security")))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("redis.clients..");

    @ArchTest
    static final ArchRule everyClassIsInAPackageOfTheDesign =
            classes()
                    .should()
                    .resideInAnyPackage(
                            "org.doclock.locking",
                            "org.doclock.guard",
                            "org.doclock.events",
                            "org.doclock.rest",
                            "org.doclock.admin",
                            "org.doclock.security",
                            "org.doclock.health");

    /** Of our own packages, this one may use itself and the named ones only. */
    private static ArchRule standsOn(String name, String... below) {
        String[] allowed = new String[below.length + 1];
        allowed[0] = "org.doclock." + name;
        for (int i = 0; i < below.length; i++) {
            allowed[i + 1] = "org.doclock." + below[i];
        }
        return classes()
                .that()
                .resideInAPackage("org.doclock." + name)
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAnyPackage("org.doclock..")).or(resideInAnyPackage(allowed)))
                .allowEmptyShould(true);
    }
}
