package org.doclock.bench;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.doclock.locking.AcquireOptions;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockingService;

/** Many locks that somebody holds for long. */
final class HeldLocks {

    private static final int AT_ONCE = 100;

    private HeldLocks() {}

    /** Takes so many, of documents that nothing else is measured with. */
    static void take(LockingService locks, int count) {
        AcquireOptions longer = AcquireOptions.defaults().ttl(Duration.ofHours(20));
        for (int first = 0; first < count; first += AT_ONCE) {
            int user = first / AT_ONCE;
            LockOwner owner =
                    LockOwner.of("user-" + user).named("Anna Miller " + user).inSession("tab-1");
            List<String> documents =
                    IntStream.range(first, first + AT_ONCE).mapToObj(it -> "stock-" + it).toList();
            Contenders.check(locks.acquireLocks(documents, owner, longer).refusal().isEmpty());
        }
    }

    static String lockKey(int number) {
        return "doc-lock:stock-" + number;
    }

    static String fenceKey(int number) {
        return "doc-lock-fence:{" + lockKey(number) + "}";
    }
}
