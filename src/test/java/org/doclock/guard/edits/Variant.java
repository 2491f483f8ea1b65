package org.doclock.guard.edits;

import java.util.Arrays;
import java.util.Locale;

/** How the saves of a sheet are protected. */
public enum Variant {
    /** By the guard: fence announced first, content read under the grant, base version compared. */
    GUARDED("sheet-"),
    /** By the lock alone, looked at before the save. */
    NO_FENCE("unfenced-"),
    /** By the lock, and its token compared in the save; reading announces nothing. */
    FENCE_AT_SAVE("late-"),
    /** By the lock, and the version compared in the save. */
    BASE_VERSION("versioned-"),
    /** By the lock, and a fence that the entity writes like any other attribute. */
    ENTITY_FENCE("own-");

    private final String prefix;

    Variant(String prefix) {
        this.prefix = prefix;
    }

    public String documentId(long sheet) {
        return prefix + sheet;
    }

    /** As it stands in a path. */
    public String path() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For JAX-RS. */
    public static Variant fromString(String path) {
        return Arrays.stream(values())
                .filter(it -> it.path().equals(path))
                .findFirst()
                .orElseThrow();
    }
}
