package org.doclock.locking;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;

/**
 * One of two documents that the same happens to, told without what has to differ: its id, its
 * tokens and the time. A token is told by its number in the order in which the document's tokens
 * appeared.
 *
 * @param scripts the names under which Redis keeps what is run for it
 */
record TwinLock(
        Jedis redis, String document, Map<LockScript, String> scripts, List<String> tokens) {

    private static final Pattern TOKEN = Pattern.compile("(?<![0-9a-z])[0-9]{16}(?![0-9a-z])");
    private static final Pattern MILLIS = Pattern.compile("(?<![0-9a-z])[0-9]{13}(?![0-9a-z])");

    /**
     * @param goes which of a script's files are run
     */
    static TwinLock of(Jedis redis, String document, Predicate<String> goes) {
        Map<LockScript, String> scripts = new EnumMap<>(LockScript.class);
        for (LockScript script : LockScript.values()) {
            List<String> parts = script.parts().stream().filter(goes).toList();
            scripts.put(script, redis.scriptLoad(LockScript.source(parts)));
        }
        return new TwinLock(
                redis, document, scripts, Collections.synchronizedList(new ArrayList<>()));
    }

    String key() {
        return LockKeys.lock(document);
    }

    String fenceKey() {
        return LockKeys.of(document).get(1);
    }

    /** The command, as it was written for the other document, done to this one. */
    String run(LockCommand command, TwinLock other) {
        List<String> arguments =
                command.arguments().stream().map(it -> translate(it, other)).toList();
        return (String)
                redis.evalsha(scripts.get(command.script()), LockKeys.of(document), arguments);
    }

    private String translate(String argument, TwinLock other) {
        int number = other.tokens.indexOf(argument);
        return number < 0 ? argument.replace(other.document, document) : tokens.get(number);
    }

    /** What is in Redis of it: the lock's text and the fence's. */
    String texts() {
        return told(text(key())) + "; " + told(text(fenceKey()));
    }

    /** How long they are there yet. */
    List<Long> millisLeft() {
        return List.of(redis.pttl(key()), redis.pttl(fenceKey()));
    }

    private String text(String key) {
        String type = redis.type(key);
        return type.equals("string") ? redis.get(key) : type;
    }

    String told(String text) {
        Matcher matcher = TOKEN.matcher(text.replace(document, "DOC"));
        String told = matcher.replaceAll(it -> "token " + number(it.group()));
        return MILLIS.matcher(told).replaceAll("millis");
    }

    private int number(String token) {
        synchronized (tokens) {
            if (!tokens.contains(token)) {
                tokens.add(token);
            }
            return tokens.indexOf(token);
        }
    }
}
