package org.doclock.locking;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/** Writes what all commands have in common. */
final class CommandWriter {

    /** 36 to the power of 9. */
    private static final long ATTEMPTS = 101_559_956_668_416L;

    private final LockingSettings settings;
    private final String retentionMillis;

    CommandWriter(LockingSettings settings) {
        this.settings = settings;
        retentionMillis = millis(settings.fenceRetention());
    }

    String retentionMillis() {
        return retentionMillis;
    }

    String ttlMillis(Optional<Duration> asked) {
        Duration ttl = asked.orElse(settings.defaultTtl());
        if (ttl.compareTo(settings.minTtl()) < 0 || ttl.compareTo(settings.maxTtl()) > 0) {
            throw new InvalidLockRequestException(
                    "The TTL must be from %s to %s s"
                            .formatted(seconds(settings.minTtl()), seconds(settings.maxTtl())));
        }
        return millis(ttl);
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    /** What is empty at the end need not be sent, and Redis not read it. */
    static LockCommand command(LockScript script, String documentId, String... arguments) {
        int count = arguments.length;
        while (count > 0 && arguments[count - 1].isEmpty()) {
            count--;
        }
        return new LockCommand(script, documentId, List.of(arguments).subList(0, count));
    }

    /**
     * Names a command, to be compared with the one that made the document's lock and the one that
     * ended its last grant. At most 9 characters, since both are kept: 46 bits, where two
     * neighbours have to differ.
     */
    static String attempt() {
        return Long.toString(ThreadLocalRandom.current().nextLong(ATTEMPTS), Character.MAX_RADIX);
    }

    static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    static String flag(boolean flag) {
        return flag ? "1" : "";
    }

    static String token(OptionalLong token) {
        token.ifPresent(LockLimits::token);
        return token.isPresent() ? Long.toString(token.getAsLong()) : "";
    }
}
