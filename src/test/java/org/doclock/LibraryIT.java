package org.doclock;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.servlet.Servlet;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the build gives to other people's applications, and what it keeps from them. */
class LibraryIT {

    @Test
    void hasEverythingButSignInAndWhatOnlyTheStandAloneWarUsesAndTheAdministratorsPages()
            throws IOException {
        Set<String> expected =
                built(
                        file ->
                                !file.startsWith("org/doclock/security/")
                                        && !file.equals("org/doclock/rest/RestApplication.class")
                                        && !file.equals("org/doclock/rest/ErrorPage.class")
                                        && !isAdministration(file));
        assertThat(filesIn(Deployments.LIBRARY)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void hasTheAdministratorsPagesInAJarOfTheirOwn() throws IOException {
        assertThat(filesIn(Deployments.ADMINISTRATION))
                .containsExactlyInAnyOrderElementsOf(
                        built(it -> isAdministration(it) || it.equals("META-INF/beans.xml")));
    }

    private static boolean isAdministration(String file) {
        return file.startsWith("org/doclock/admin/")
                || file.startsWith("META-INF/resources/admin/");
    }

    private static Set<String> built(Predicate<String> wanted) throws IOException {
        Path classes = Path.of("target/classes");
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> classes.relativize(file).toString())
                    .filter(wanted)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void hasNoPathOfItsOwnAndNothingThatIsMissing() throws IOException {
        JavaClasses library = new ClassFileImporter().importJar(new JarFile(Deployments.LIBRARY));
        assertThat(library)
                .hasSizeGreaterThan(50)
                .noneMatch(type -> type.isAnnotatedWith(ApplicationPath.class))
                .noneMatch(type -> type.isAssignableTo(Application.class))
                .noneMatch(type -> type.isAssignableTo(Servlet.class));
        Set<String> needed =
                library.stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(type -> type.getPackageName().startsWith("org.doclock"))
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());
        assertThat(library.stream().map(JavaClass::getName).toList()).containsAll(needed);
    }

    @Test
    void bringsJedisToAHostWithWhatItNeedsAndTheCircuitBreakerAndNothingElse() {
        assertThat(LibraryDependencies.jars().stream().map(File::getName))
                .map(name -> name.replaceAll("-\\d.*", ""))
                .containsExactlyInAnyOrder(
                        "jedis",
                        "slf4j-api",
                        "commons-pool2",
                        "json",
                        "gson",
                        "error_prone_annotations",
                        "redis-authx-core",
                        "failsafe");
    }

    private static Set<String> filesIn(File jar) throws IOException {
        Set<String> names = new TreeSet<>();
        try (JarFile file = new JarFile(jar)) {
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                boolean ofMaven =
                        entry.getName().startsWith("META-INF/maven/")
                                || entry.getName().equals(JarFile.MANIFEST_NAME);
                if (!entry.isDirectory() && !ofMaven) {
                    names.add(entry.getName());
                }
            }
        }
        return names;
    }
}
