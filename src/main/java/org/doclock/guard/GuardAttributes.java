package org.doclock.guard;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Consumer;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockingException;

/** Reads the attributes of a guard that are written as text. */
final class GuardAttributes {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final RequiresDocumentLock guard;
    private final Consumer<String> problems;

    /**
     * @param problems takes what is wrong, to be put behind the method's name
     */
    GuardAttributes(RequiresDocumentLock guard, Consumer<String> problems) {
        this.guard = guard;
        this.problems = problems;
    }

    Optional<Duration> ttl() {
        return duration("ttl", guard.ttl());
    }

    Duration waitFor() {
        Duration wait = duration("waitFor", guard.waitFor()).orElse(Duration.ZERO);
        if (!wait.isZero() && !guard.value().acquires()) {
            problems.accept("waits for a lock that it does not take: waitFor is for BEGIN, SCOPED");
        }
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            problems.accept("waits too long: waitFor is at most a minute (PT1M)");
        }
        return wait;
    }

    Optional<LockOwner> owner() {
        try {
            return guard.owner().isEmpty()
                    ? Optional.empty()
                    : Optional.of(LockOwner.of(guard.owner()));
        } catch (LockingException e) {
            problems.accept("has a wrong owner: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Duration> duration(String name, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Duration duration = Duration.parse(text);
            if (duration.isZero() || duration.isNegative()) {
                throw new DateTimeParseException("Not positive", text, 0);
            }
            return Optional.of(duration);
        } catch (DateTimeParseException e) {
            problems.accept("has a wrong " + name + ": write an ISO-8601 duration such as PT5M");
            return Optional.empty();
        }
    }
}
