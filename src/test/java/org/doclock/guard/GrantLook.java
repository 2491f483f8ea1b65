package org.doclock.guard;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.doclock.RedisProcess;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Looks at the locks in Redis itself, which may be away. One thread only. */
final class GrantLook implements AutoCloseable {

    private static final Pattern TOKEN = Pattern.compile("\"token\":(\\d+)");

    private final URI uri;
    private Optional<Jedis> connection = Optional.empty();

    GrantLook(URI uri) {
        this.uri = uri;
    }

    /** The token that the document is held under; 0 if it is free, or Redis away. */
    long token(String documentId) {
        try {
            if (connection.isEmpty()) {
                connection = Optional.of(RedisProcess.connect(uri));
            }
            String lock = connection.get().get("doc-lock:" + documentId);
            Matcher matcher = TOKEN.matcher(lock == null ? "" : lock);
            return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        } catch (JedisException away) {
            close();
            return 0;
        }
    }

    @Override
    public void close() {
        connection.ifPresent(Jedis::close);
        connection = Optional.empty();
    }
}
