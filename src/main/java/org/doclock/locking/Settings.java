package org.doclock.locking;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;

/**
 * Reads settings of DocLock. One that is missing or wrong is an {@link IllegalArgumentException}
 * that names it and says what it must be; the value is never part of the message, since it may hold
 * a password.
 */
public final class Settings {

    private static final Logger LOG = Logger.getLogger(Settings.class.getName());

    /** Makes something of a setting's text, or throws whatever it likes. */
    interface Parser<T> {
        T parse(String text) throws Exception;
    }

    private Settings() {}

    /** An ISO-8601 duration. */
    public static Duration duration(Config config, String name) {
        return read(config, name, Duration::parse, "an ISO-8601 duration such as PT5M or PT0.5S");
    }

    public static int wholeNumber(Config config, String name) {
        return read(config, name, Integer::valueOf, "a whole number");
    }

    public static void check(boolean holds, String message) {
        if (!holds) {
            throw invalid(message);
        }
    }

    /**
     * Says it in one line of the log: containers lose the message, or bury it in pages of trace.
     */
    public static IllegalArgumentException invalid(String message) {
        LOG.severe("DocLock does not start: " + message);
        return new IllegalArgumentException(message);
    }

    static boolean yesOrNo(Config config, String name) {
        return read(
                config,
                name,
                text ->
                        switch (text) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw new IllegalArgumentException();
                        },
                "true or false");
    }

    /** Like {@link #read}, for what need not be set. */
    static <T> Optional<T> optional(
            Config config, String name, Parser<T> parser, String whatItMustBe) {
        return config.getOptionalValue(name, String.class)
                .map(
                        text -> {
                            try {
                                return parser.parse(text.trim());
                            } catch (Exception unusable) {
                                throw invalid(name + " must be " + whatItMustBe);
                            }
                        });
    }

    /** What a parser says of a bad value repeats the value, so it is left out. */
    static <T> T read(Config config, String name, Function<String, T> parser, String whatItMustBe) {
        try {
            return parser.apply(config.getValue(name, String.class).trim());
        } catch (RuntimeException missingOrUnreadable) {
            throw invalid(name + " must be " + whatItMustBe);
        }
    }
}
