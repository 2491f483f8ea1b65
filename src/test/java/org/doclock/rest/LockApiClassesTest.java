package org.doclock.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.Provider;
import java.util.stream.Stream;
import org.doclock.locking.LockingException;
import org.junit.jupiter.api.Test;

/** Lists that nobody would miss an entry of. */
class LockApiClassesTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.doclock");

    @Test
    void everyResourceAndProviderIsListedForHosts() {
        Stream<JavaClass> all =
                CLASSES.stream()
                        .filter(
                                type ->
                                        type.isAnnotatedWith(Path.class)
                                                || type.isAnnotatedWith(Provider.class));
        assertThat(all.map(JavaClass::reflect))
                .containsExactlyInAnyOrderElementsOf(LockApiClasses.all());
    }

    @Test
    void everyExceptionOfDocLockHasAnAnswer() {
        Stream<JavaClass> all =
                CLASSES.stream()
                        .filter(type -> type.isAssignableTo(LockingException.class))
                        .filter(type -> !type.isEquivalentTo(LockingException.class));
        assertThat(all.map(JavaClass::reflect))
                .containsExactlyInAnyOrderElementsOf(LockingExceptionMapper.CODES.keySet());
    }
}
