package org.doclock.locking;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** The audit trail in Redis, and its lines in the log. Thread-safe. */
final class AuditTrail {

    /** Its lines in the server's log are JSON, so that other tools can read them. */
    private static final Logger LOG = Logger.getLogger("org.doclock.audit");

    private static final String TRAIL = "doc-lock-audit";
    private static final List<String> KEYS = List.of(TRAIL, "doc-lock-audit-open:{doc-lock-audit}");
    private static final String SCRIPT = script("audit.lua");
    private static final String OPEN_SCRIPT = script("audit-open.lua");

    /** An act has its outcome within a call's deadline; after this nothing is still on its way. */
    private static final Duration TIME_TO_SETTLE = Duration.ofSeconds(10);

    private static final int LINES_AT_ONCE = 500;

    /** A rare name is looked for so far, and further with the cursor of the page. */
    private static final int LINES_PER_CALL = 20 * LINES_AT_ONCE;

    private final RecentRefusals refusals = new RecentRefusals();
    private final RedisConnections connections;
    private final String most;
    private final String retentionMillis;

    AuditTrail(RedisConnections connections, AuditSettings settings) {
        this.connections = connections;
        most = Integer.toString(settings.entries());
        retentionMillis = Long.toString(settings.retention().toMillis());
    }

    /** Says what is about to be done. If this fails, it must not be done. */
    void intend(List<AuditEntry> acts, Deadline deadline) {
        write(AuditLine.INTENT, acts, deadline);
    }

    /** Says what became of it, once: what is said already is not said again. */
    void settle(List<AuditEntry> acts, Deadline deadline) {
        log(acts);
        write(AuditLine.OUTCOME, acts, deadline);
    }

    /**
     * Writes down what has happened without an intent. If that fails, the log has it; if a
     * connection breaks at the wrong moment, it may stand in the trail twice, with one id.
     */
    void note(AuditEntry fact, Deadline deadline) {
        log(List.of(fact));
        try {
            write(AuditLine.FACT, List.of(fact), deadline);
        } catch (StoreUnavailableException e) {
            LOG.warning(() -> "Not in the audit trail, Redis does not answer: " + fact.id());
        }
    }

    void log(List<AuditEntry> acts) {
        acts.forEach(it -> LOG.info(() -> AuditLine.json(it)));
    }

    /** The newest first; acts that are still open are unknown. */
    AuditPage read(AuditQuery query, Deadline deadline) {
        List<AuditEntry> found = new ArrayList<>();
        Optional<String> before = query.cursor();
        for (int seen = 0; seen < LINES_PER_CALL; seen += LINES_AT_ONCE) {
            List<AuditLine> lines = before(before, deadline);
            Map<String, String> open = open(lines, deadline);
            for (AuditLine line : lines) {
                before = Optional.of(line.streamId());
                boolean shown = !line.isIntent() || open.containsKey(line.entry().id());
                if (shown && query.matches(line.entry())) {
                    found.add(line.entry());
                }
                if (found.size() == query.limit()) {
                    return new AuditPage(found, before);
                }
            }
            if (lines.size() < LINES_AT_ONCE) {
                return new AuditPage(found, Optional.empty());
            }
        }
        return new AuditPage(found, before);
    }

    /** Acts whose outcome nobody has said for a while, some of them. */
    List<AuditEntry> open(Deadline deadline) {
        List<String> arguments =
                List.of(Long.toString(TIME_TO_SETTLE.toMillis()), Integer.toString(LINES_AT_ONCE));
        Object lines =
                connections.call(
                        Optional.empty(),
                        deadline,
                        (redis, again) -> redis.eval(OPEN_SCRIPT, KEYS, arguments));
        return ((List<?>) lines).stream().map(it -> AuditLine.of(it).entry()).toList();
    }

    /** Writes down that somebody was refused, unless the same was written down just before. */
    void refused(AuditAct act, String actor, String what, Deadline deadline) {
        if (refusals.isNews(act, actor, what)) {
            note(AuditEntry.refusal(act, actor, what), deadline);
        }
    }

    private List<AuditLine> before(Optional<String> streamId, Deadline deadline) {
        String newest = streamId.map(it -> "(" + it).orElse("+");
        return connections.call(
                Optional.empty(),
                deadline,
                (redis, again) ->
                        redis.xrevrange(TRAIL, newest, "-", LINES_AT_ONCE).stream()
                                .map(AuditLine::of)
                                .toList());
    }

    private Map<String, String> open(List<AuditLine> lines, Deadline deadline) {
        String[] ids =
                lines.stream()
                        .filter(AuditLine::isIntent)
                        .map(it -> it.entry().id())
                        .toArray(String[]::new);
        Map<String, String> open = new HashMap<>();
        if (ids.length > 0) {
            List<String> found =
                    connections.call(
                            Optional.empty(),
                            deadline,
                            (redis, again) -> redis.hmget(KEYS.get(1), ids));
            for (int i = 0; i < ids.length; i++) {
                if (found.get(i) != null) {
                    open.put(ids[i], found.get(i));
                }
            }
        }
        return open;
    }

    private void write(String phase, List<AuditEntry> acts, Deadline deadline) {
        connections.call(
                Optional.empty(),
                deadline,
                (redis, again) -> {
                    if (acts.size() == 1 || !pipelined(redis, phase, acts)) {
                        acts.forEach(it -> redis.eval(SCRIPT, KEYS, arguments(phase, it)));
                    }
                    return true;
                });
    }

    /** False if the trail is on another node of a cluster by now: a pipeline follows no slot. */
    private boolean pipelined(UnifiedJedis redis, String phase, List<AuditEntry> acts) {
        try (AbstractPipeline pipeline = redis.pipelined()) {
            List<Response<Object>> replies =
                    acts.stream()
                            .map(it -> pipeline.eval(SCRIPT, KEYS, arguments(phase, it)))
                            .toList();
            pipeline.sync();
            replies.forEach(Response::get);
            return true;
        } catch (JedisDataException e) {
            if (!LockReply.isElsewhere(e)) {
                throw e;
            }
            return false;
        } catch (IllegalStateException connectionToOneNodeLost) {
            return false;
        }
    }

    private List<String> arguments(String phase, AuditEntry act) {
        List<String> arguments = new ArrayList<>(List.of(phase, act.id(), most, retentionMillis));
        arguments.addAll(AuditLine.fields(act));
        return arguments;
    }

    private static String script(String name) {
        try (InputStream file = AuditTrail.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
