package org.doclock.locking;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Builder;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.PipeliningBase;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * One run of a script on one document.
 *
 * @param arguments ARGV, as the script's header lists it
 */
record LockCommand(LockScript script, String documentId, List<String> arguments) {

    /** For whoever measures. */
    String operation() {
        return script.operation();
    }

    /** As Jedis reads the replies of scripts, but without streams: every call comes by here. */
    private static final Builder<Object> REPLY =
            new Builder<>() {
                @Override
                public Object build(Object raw) {
                    return decoded(raw);
                }
            };

    /** Sends it, with the whole script if Redis does not know it any more. */
    Object on(UnifiedJedis redis) {
        try {
            return redis.executeCommand(run(Command.EVALSHA, script.sha1()));
        } catch (JedisNoScriptException sinceARestart) {
            return redis.executeCommand(run(Command.EVAL, script.source()));
        }
    }

    /** Sends it with others; that the script is not known shows in the response. */
    Response<Object> on(PipeliningBase pipeline) {
        return pipeline.executeCommand(run(Command.EVALSHA, script.sha1()));
    }

    private CommandObject<Object> run(Command command, String which) {
        List<String> keys = LockKeys.of(documentId);
        CommandArguments all =
                new CommandArguments(command)
                        .add(which)
                        .add(keys.size())
                        .keys(keys)
                        .addObjects(arguments);
        return new CommandObject<>(all, REPLY);
    }

    private static Object decoded(Object raw) {
        if (raw instanceof byte[] text) {
            return SafeEncoder.encode(text);
        }
        if (raw instanceof List<?> list) {
            List<Object> decoded = new ArrayList<>(list.size());
            list.forEach(it -> decoded.add(decoded(it)));
            return decoded;
        }
        return raw;
    }
}
