package org.doclock.rest;

import java.util.Set;

/**
 * DocLock's part of a JAX-RS application. An application that lists its classes adds these to get
 * the REST API, below its own path, and the answers to refused calls of its guarded methods; one
 * that lists none has them already.
 */
public final class LockApiClasses {

    private LockApiClasses() {}

    /** All there are, to be returned from {@code Application.getClasses()} among others. */
    public static Set<Class<?>> all() {
        return Set.of(
                LockResource.class,
                HandOverResource.class,
                AllLocksResource.class,
                AuditResource.class,
                EventResource.class,
                JsonOnly.class,
                UnmatchedRequests.class,
                RequestLog.class,
                AnswerWriter.class,
                LockingExceptionMapper.class,
                FragmentCheck.class);
    }
}
