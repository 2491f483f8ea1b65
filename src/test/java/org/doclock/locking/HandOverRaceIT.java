package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.doclock.RedisLook;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.Test;

/**
 * Editors of one document ask, hand over, let go, wait in line, take over, and are thrown out, all
 * at once. What Redis published is the history, in the order in which it happened: every grant
 * begins where the one before has ended or was replaced, with a higher token.
 */
class HandOverRaceIT {

    private static final int EDITORS = 16;
    private static final int STEPS_OF_AN_EDITOR = 400;
    private static final String DOC = "quote-1";

    private final AtomicInteger handedOver = new AtomicInteger();
    private final Set<Long> grants = new HashSet<>();

    @Test
    void thereAreNeverTwoHolders() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(EDITORS);
        try (RedisProcess redis = RedisProcess.start();
                RedisLook look = RedisLook.at(redis.uri());
                PublishedEvents events = new PublishedEvents(look, DOC)) {
            LockingService locks = new LockingService(TestSettings.of(redis.uri()));
            List<Future<?>> editors = new ArrayList<>();
            for (int i = 0; i < EDITORS; i++) {
                LockOwner owner = LockOwner.of("user-" + i / 2).inSession("tab-" + i % 2);
                editors.add(threads.submit(() -> edit(locks, owner)));
            }
            for (Future<?> editor : editors) {
                editor.get(2, TimeUnit.MINUTES);
            }
            // Who still stands in line may be served before.
            await().until(
                            () -> {
                                locks.forceReleaseLock(
                                        DOC, "root", Optional.empty(), OptionalLong.empty());
                                return locks.acquireLock(DOC, LockOwner.of("last")).success();
                            });
            events.assertEventually(it -> isHeldBy(it, "last"));
            checkHistory(events.all());
            locks.stop();
        } finally {
            threads.shutdownNow();
        }
        assertThat(handedOver).hasValueGreaterThan(10);
        assertThat(grants).hasSizeGreaterThan(200);
    }

    private void edit(LockingService locks, LockOwner self) {
        LockTicket ticket = LockTicket.of(DOC, self, AcquireOptions.defaults());
        for (int i = 0; i < STEPS_OF_AN_EDITOR; i++) {
            Optional<DocumentLock> lock = locks.getLockInfo(DOC);
            boolean mine = lock.filter(it -> it.isHeldBy(self)).isPresent();
            int choice = ThreadLocalRandom.current().nextInt(10);
            if (mine) {
                asHolder(locks, self, lock.orElseThrow().token(), choice);
            } else if (choice < 4) {
                locks.requestLock(DOC, self, Optional.empty());
            } else if (choice < 7) {
                if (locks.queue().stand(ticket, Duration.ofMillis(50)).success()) {
                    ticket = LockTicket.of(DOC, self, AcquireOptions.defaults());
                }
            } else if (choice == 7) {
                locks.queue().leave(ticket);
            } else if (choice == 8) {
                locks.acquireLock(DOC, self, AcquireOptions.defaults().takingOver());
            } else {
                locks.acquireLock(DOC, self);
            }
        }
    }

    private void asHolder(LockingService locks, LockOwner self, long token, int choice) {
        if (choice < 6) {
            locks.getLockRequests(DOC).stream()
                    .findAny()
                    .map(
                            it ->
                                    locks.handOverLock(
                                            DOC,
                                            self,
                                            OptionalLong.of(token),
                                            it.asker().userId(),
                                            Optional.empty()))
                    .filter(LockResult::success)
                    .ifPresent(it -> handedOver.incrementAndGet());
        } else if (choice == 6) {
            locks.forceReleaseLock(
                    DOC, "root", Optional.empty(), OptionalLong.of(token), Duration.ofMillis(30));
        } else if (choice == 7) {
            locks.extendLock(DOC, self, OptionalLong.of(token), Optional.empty());
        } else {
            locks.releaseLock(DOC, self, OptionalLong.of(token), Duration.ZERO);
        }
    }

    private void checkHistory(List<JsonObject> history) {
        long token = 0;
        long endsAt = 0;
        boolean held = false;
        for (JsonObject event : history) {
            long at = event.getJsonNumber("at").longValue();
            String type = event.getString("type");
            if (type.equals("requested")) {
                continue;
            }
            long named = event.getJsonObject("lock").getJsonNumber("token").longValue();
            boolean grant = type.equals("acquired") || type.equals("transferred");
            if (grant && type.equals("acquired") && held && at < endsAt) {
                assertThat(event.getString("outcome")).as("%s", event).isEqualTo("TAKEN_OVER");
            }
            if (grant) {
                assertThat(named).as("%s", event).isGreaterThan(token);
                grants.add(named);
                token = named;
            } else {
                assertThat(named).as("only the grant that stands: %s", event).isEqualTo(token);
            }
            held = !type.equals("released") && !type.equals("broken");
            endsAt = event.getJsonNumber("expiresAt").longValue();
        }
    }

    private static boolean isHeldBy(JsonObject event, String user) {
        return event.containsKey("lock")
                && event.getJsonObject("lock").getString("userId").equals(user);
    }
}
