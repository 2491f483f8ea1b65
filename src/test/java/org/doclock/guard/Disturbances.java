package org.doclock.guard;

import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.doclock.guard.edits.Variant;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

/**
 * What happens while people edit: one of their machines sleeps, Redis is wiped, killed and started
 * again, and its clock is set back.
 */
final class Disturbances {

    private static final int HOW_MANY = 12;

    private final VariantRun run;
    private final EditorProcess editor;
    private final Random random;
    private int done;

    Disturbances(VariantRun run, EditorProcess editor, Random random) {
        this.run = run;
        this.editor = editor;
        this.random = random;
    }

    /** Goes on until the run has enough. */
    void disturb() throws InterruptedException {
        long ttl = EditsServer.TTL.toMillis();
        while (run.goesOn()) {
            editor.pause();
            Thread.sleep(ttl + random.nextLong(2 * ttl));
            editor.goOn();
            if (run.accepted() * (HOW_MANY + 1) > run.enough() * (done + 1)) {
                disturbRedis();
            }
            Thread.sleep(random.nextLong(4 * ttl));
        }
    }

    int done() {
        return done;
    }

    private void disturbRedis() {
        switch (done % 3) {
            case 0 -> wipe();
            case 1 -> setClockBack();
            default -> {
                EditsServer.redis().kill();
                EditsServer.redis().restart();
            }
        }
        done++;
    }

    private static void wipe() {
        try (Jedis redis = EditsServer.redis().connect()) {
            redis.flushAll();
        }
    }

    /**
     * Seen from the database, a clock that is set back is a fence that is ahead. Meanwhile the
     * sheet is locked, so that nobody holds it whose grant the database then has to refuse.
     */
    private void setClockBack() {
        long sheet = run.sheets().get(random.nextInt(run.sheets().size()));
        String key = "doc-lock:" + Variant.GUARDED.documentId(sheet);
        SetParams ifFree = SetParams.setParams().nx().px(Duration.ofSeconds(30).toMillis());
        try (Jedis redis = EditsServer.redis().connect()) {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> redis.set(key, "{\"userId\":\"clock\"}", ifFree) != null);
            run.onlooker().putFenceAhead(sheet);
            redis.del(key);
        }
    }
}
