package org.doclock.events;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can happen to a lock. */
public enum LockEventType {
    /** A new grant, a resumed one, a take-over, an adoption. */
    ACQUIRED,
    /** The same grant, with another end or another mark. */
    RENEWED,
    /** The holder ended it; or another program did, or whoever emptied Redis. */
    RELEASED,
    /** It came to its end. Never published: the live view finds it out. */
    EXPIRED,
    /** An administrator ended it. */
    BROKEN,
    /** It was handed over. */
    TRANSFERRED,
    /** Somebody asks the holder for it, or no longer does. */
    REQUESTED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As it is written in messages. */
    public String text() {
        return text;
    }

    /** Whether no lock of that grant stands afterwards, and no other either. */
    public boolean isEnd() {
        return this == RELEASED || this == EXPIRED || this == BROKEN;
    }

    static Optional<LockEventType> of(String text) {
        return Arrays.stream(values()).filter(it -> it.text.equals(text)).findFirst();
    }
}
