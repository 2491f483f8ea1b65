package org.doclock.guard;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.AroundTimeout;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import java.util.Optional;

/** The inner half of the guard, inside the transaction and before the method reads anything. */
@RequiresDocumentLock
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 300)
class DocumentFenceInterceptor implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject private GuardedTransactions transactions;

    @AroundInvoke
    @AroundTimeout
    Object aroundInvoke(InvocationContext invocation) throws Exception {
        GuardedCall call =
                (GuardedCall) invocation.getContextData().get(DocumentLockInterceptor.CALL);
        if (call == null) {
            throw new IllegalStateException("The outer half of the guard was not called");
        }
        Optional<Participation> participation = transactions.join(call);
        call.methodBegins();
        Object result = invocation.proceed();
        participation.ifPresentOrElse(
                Participation::methodSucceeded, () -> transactions.methodEnded(call));
        return result;
    }
}
