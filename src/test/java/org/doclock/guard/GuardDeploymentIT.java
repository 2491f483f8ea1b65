package org.doclock.guard;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Entity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.doclock.Api;
import org.doclock.Deployments;
import org.doclock.PayaraProcess;
import org.doclock.RedisProcess;
import org.doclock.SharedServer;
import org.doclock.guard.broken.BlindProceed;
import org.doclock.guard.broken.DroppedGuard;
import org.doclock.guard.broken.Fenceless;
import org.doclock.guard.broken.Misspelt;
import org.doclock.guard.broken.TooLong;
import org.doclock.guard.broken.Twice;
import org.doclock.guard.broken.WithoutDocument;
import org.doclock.guard.broken.WritableFence;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Applications that would run something unguarded do not start, and the log says why. */
class GuardDeploymentIT {

    private static final List<String> LOG = new CopyOnWriteArrayList<>();

    private static PayaraProcess server;

    @BeforeAll
    static void deployTheBrokenOnes() {
        server =
                PayaraProcess.start(
                        Path.of("").toAbsolutePath(),
                        RedisProcess.freePort(),
                        List.of(
                                broken("dropped", DroppedGuard.class, DroppedGuard.Bean.class),
                                broken("ejb", WithoutDocument.class),
                                broken("long", TooLong.class),
                                broken("blind", BlindProceed.class),
                                broken("writable", WritableFence.class, WritableFence.Store.class),
                                broken("fenceless", Fenceless.class),
                                broken("misspelt", Misspelt.class, Misspelt.Parcel.class),
                                broken(
                                        "twice",
                                        Twice.class,
                                        Twice.Letter.class,
                                        Twice.Postcard.class)),
                        Map.of("DOCLOCK_REDIS_URI", SharedServer.redisUriOfDocLock().toString()),
                        LOG::add);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aMethodThatWouldRunUnguardedIsNamed() {
        assertNotDeployed(
                "dropped",
                "DroppedGuard$Bean.save(String) overrides or implements a guarded method without"
                        + " being guarded");
        assertNotDeployed(
                "ejb",
                "WithoutDocument.save(String) is guarded, but no parameter is a @DocumentId");
    }

    @Test
    void aLockThatIsLongerThanAnyMayBeIsNamed() {
        assertNotDeployed(
                "long",
                "TooLong.save(String) has a ttl outside doclock.ttl.min and doclock.ttl.max");
    }

    @Test
    void aMethodThatGoesOnWithoutRedisNeedsADatabaseThatCanTell() {
        assertNotDeployed("blind", "BlindProceed.save(long) cannot PROCEED without Redis");
    }

    @Test
    void aFenceThatAnEntityWouldWriteIsNamed() {
        assertNotDeployed(
                "writable",
                "WritableFence.fence must be @Column(insertable = false, updatable = false)");
    }

    @Test
    void aFenceThatNoGuardedMethodRaisesIsNamed() {
        assertThat(LOG)
                .anyMatch(
                        line ->
                                line.contains("WARNING org.doclock.guard.Fences")
                                        && line.contains("the prefix parcels- of a fence"));
    }

    @Test
    void anApplicationWithoutAnyFenceIsTold() {
        assertThat(LOG)
                .anyMatch(
                        line ->
                                line.contains("WARNING org.doclock.guard.Fences")
                                        && line.contains("in the database: none"));
    }

    @Test
    void twoKindsOfDocumentsWithOnePrefixAreNamed() {
        assertNotDeployed("twice", "Two entities with @FencedDocument have the prefix letter-");
    }

    private static void assertNotDeployed(String name, String reason) {
        assertThat(LOG)
                .anyMatch(
                        line ->
                                line.contains("SEVERE org.doclock.")
                                        && line.contains("DocLock does not start: ")
                                        && line.contains(reason));
        assertThat(Api.anonymous(server.uri()).get("/" + name + "/api/lock/status/any").status())
                .isEqualTo(404);
    }

    private static Path broken(String name, Class<?>... classes) {
        WebArchive war = Deployments.docLock(name + ".war").addClasses(classes);
        if (Stream.of(classes).anyMatch(it -> it.isAnnotationPresent(Entity.class))) {
            war.addAsResource("broken/" + name + "-persistence.xml", "META-INF/persistence.xml");
        }
        war.delete("/WEB-INF/payara-web.xml");
        return Deployments.file(war);
    }
}
