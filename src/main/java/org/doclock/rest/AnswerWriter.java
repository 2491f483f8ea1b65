package org.doclock.rest;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;

/**
 * Writes DocLock's answers, and nothing else, as JSON. The writer that the application has may be
 * another library, or be told to spell names its own way.
 */
@Provider
public class AnswerWriter implements WriterInterceptor {

    private static final Jsonb JSON = JsonbBuilder.create();

    @Override
    public void aroundWriteTo(WriterInterceptorContext answer) throws IOException {
        if (isOurs(answer.getEntity())) {
            answer.setEntity(toJson((Record) answer.getEntity()));
            answer.setType(String.class);
            answer.setGenericType(String.class);
        }
        answer.proceed();
    }

    static String toJson(Record answer) {
        return JSON.toJson(answer);
    }

    private static boolean isOurs(Object entity) {
        return entity instanceof Record
                && entity.getClass().getPackage() == AnswerWriter.class.getPackage();
    }
}
