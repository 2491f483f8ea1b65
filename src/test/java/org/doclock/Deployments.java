package org.doclock;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The archives that tests deploy. */
public final class Deployments {

    private Deployments() {}

    /** The WAR that the build made, with what a test needs inside it. */
    public static WebArchive docLockWith(Class<?>... testClasses) {
        return ShrinkWrap.create(ZipImporter.class, "doclock.war")
                .importFrom(Path.of("target/doclock.war").toFile())
                .as(WebArchive.class)
                .addClasses(testClasses)
                .addClasses(RedisProcess.class)
                .addAsLibraries(
                        jarOf(Assertions.class),
                        jarOf(net.bytebuddy.ByteBuddy.class),
                        jarOf(Awaitility.class),
                        jarOf(Matcher.class));
    }

    private static File jarOf(Class<?> type) {
        try {
            return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
