package org.doclock.admin;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.doclock.Deployments;
import org.doclock.DevUsers;
import org.doclock.LeastAccess;
import org.doclock.PayaraProcess;
import org.doclock.RedisProcess;

/**
 * A server for what cannot be done to the shared one: its Redis, which keeps everything on disk, is
 * killed, and beside DocLock there is a host at {@code /administered} that takes no web fragment
 * and has the administrators' pages. It ends with this JVM.
 */
final class AdminServer {

    private static final List<String> LOG = new CopyOnWriteArrayList<>();

    private static RedisProcess redis;
    private static PayaraProcess payara;

    private AdminServer() {}

    static synchronized RedisProcess redis() {
        if (redis == null) {
            List<String> options = new ArrayList<>(List.of(LeastAccess.redisOptions()));
            options.addAll(List.of("--appendonly", "yes"));
            redis = RedisProcess.start(options.toArray(String[]::new));
        }
        return redis;
    }

    static synchronized URI uri() {
        if (payara == null) {
            Map<String, String> environment = DevUsers.environment();
            environment.put("DOCLOCK_REDIS_URI", LeastAccess.uri(redis().port()).toString());
            payara =
                    PayaraProcess.start(
                            Path.of("").toAbsolutePath(),
                            RedisProcess.freePort(),
                            List.of(
                                    Path.of("target/doclock.war"),
                                    Deployments.file(Deployments.hostWithAdministration())),
                            environment,
                            LOG::add);
        }
        return payara.uri();
    }

    /** What the server has said so far. */
    static List<String> log() {
        return List.copyOf(LOG);
    }

    static URI host() {
        return URI.create(uri() + "/administered");
    }
}
