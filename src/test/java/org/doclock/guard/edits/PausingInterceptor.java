package org.doclock.guard.edits;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Stands inside the transaction, between what the guard asks Redis and what it tells the row. */
@Pausing
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 250)
class PausingInterceptor {

    @Inject private Pauses pauses;

    @AroundInvoke
    Object pause(InvocationContext call) throws Exception {
        pauses.at(Pauses.Place.AFTER_CHECK);
        return call.proceed();
    }
}
