package org.doclock.locking;

import java.util.List;
import redis.clients.jedis.PipeliningBase;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

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

    /** Sends it, with the whole script if Redis does not know it any more. */
    Object on(UnifiedJedis redis) {
        List<String> keys = LockKeys.of(documentId);
        try {
            return redis.evalsha(script.sha1(), keys, arguments);
        } catch (JedisNoScriptException sinceARestart) {
            return redis.eval(script.source(), keys, arguments);
        }
    }

    /** Sends it with others; that the script is not known shows in the response. */
    Response<Object> on(PipeliningBase pipeline) {
        return pipeline.evalsha(script.sha1(), LockKeys.of(documentId), arguments);
    }
}
