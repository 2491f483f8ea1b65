package org.doclock.locking;

import java.util.Objects;
import java.util.Optional;

/**
 * An administrator's notice that a lock ends: it stands until its {@code expiresAt}, which nothing
 * prolongs.
 *
 * @param by the administrator's user id
 * @param reason why, if they said so
 */
public record LockEnding(String by, Optional<String> reason) {

    public LockEnding {
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(reason, "reason");
    }
}
