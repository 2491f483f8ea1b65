package org.doclock.guard;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.AroundTimeout;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.doclock.locking.DocumentBusyException;

/**
 * The outer half of the guard, before a transaction is begun: takes the locks, and gives them back
 * after the transaction. Serializable like the other half, as CDI asks of what stands before a bean
 * of a session or a view.
 */
@RequiresDocumentLock
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
class DocumentLockInterceptor implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Where the inner half finds the call. */
    static final String CALL = GuardedCall.class.getName();

    private static final int TRIES = 3;

    @Inject private GuardExtension guarded;
    @Inject private Guard guard;
    @Inject private HeldGrants grants;

    @AroundInvoke
    @AroundTimeout
    Object aroundInvoke(InvocationContext invocation) throws Exception {
        GuardedCall call =
                guard.begin(
                        guarded.guarded(invocation.getTarget(), invocation.getMethod()),
                        invocation.getParameters(),
                        TransactionRegistry.key());
        invocation.getContextData().put(CALL, call);
        Frame.Stack.push(call);
        try {
            Object result = proceed(invocation, call);
            call.throwFailureAtCommit();
            if (result instanceof CompletionStage<?> stage) {
                return untilDone(stage, call, invocation.getMethod().getReturnType());
            }
            end(call, true);
            return result;
        } catch (Exception | Error e) {
            end(call, false);
            call.throwFailureAtCommit(e);
            throw e;
        } finally {
            Frame.Stack.pop();
        }
    }

    private static Object proceed(InvocationContext invocation, GuardedCall call) throws Exception {
        for (int i = 1; ; i++) {
            try {
                return invocation.proceed();
            } catch (DocumentBusyException e) {
                if (i == TRIES || !call.mayBeRepeated()) {
                    throw e;
                }
            }
        }
    }

    /** The call goes on until the stage is done; what its lock was lost to, the stage tells. */
    private Object untilDone(CompletionStage<?> stage, GuardedCall call, Class<?> returned) {
        CompletionStage<?> guardedStage =
                stage.whenComplete(
                        (value, failure) -> {
                            Optional<String> lost = end(call, failure == null);
                            if (failure == null && lost.isPresent()) {
                                throw Refusals.lost(lost.get());
                            }
                        });
        return returned.isInstance(guardedStage) ? guardedStage : stage;
    }

    private Optional<String> end(GuardedCall call, boolean success) {
        return call.methodEnded(success) ? grants.giveBack(call) : Optional.empty();
    }
}
