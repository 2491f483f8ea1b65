package org.doclock.guard;

import org.doclock.guard.edits.Variant;

/**
 * What became of one save, as its editor saw it.
 *
 * @param detail status and code of a refusal
 */
record Attempt(Variant variant, String saveId, Outcome outcome, String detail) {

    enum Outcome {
        ACCEPTED,
        REFUSED,
        /** Refused although the editor had read under the very grant that it held all the time. */
        RIGHTFUL_HOLDER_REFUSED,
        /** Neither accepted nor refused. */
        FAILED
    }

    /** As one process tells it to another. */
    String line() {
        return String.join("\t", variant.name(), saveId, outcome.name(), detail);
    }

    static Attempt of(String line) {
        String[] parts = line.split("\t", 4);
        return new Attempt(
                Variant.valueOf(parts[0]), parts[1], Outcome.valueOf(parts[2]), parts[3]);
    }
}
