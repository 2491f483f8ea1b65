package org.doclock.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.doclock.events.LockWait;

/** Answers callers who wait for a lock, and notices those who went away. */
@ApplicationScoped
public class WaitingCallers {

    @Inject private HttpServletRequest request;

    /** Not where a filter of the host application wants to keep its thread. */
    boolean canWait() {
        return request.isAsyncSupported();
    }

    /** Without a thread meanwhile: Jersey answers once the stage is complete. */
    Object answer(LockWait waiting, Caller caller) {
        CompletionStage<Object> answer =
                waiting.result()
                        .handle(
                                (result, failure) ->
                                        failure == null
                                                ? ErrorBoundary.orError(
                                                        () -> LockAnswers.of(result, caller))
                                                : ErrorBoundary.error(failure));
        CompletableFuture<Object> future = answer.toCompletableFuture();
        if (future.isDone()) {
            return future.join();
        }
        request.startAsync().addListener(new Leaving(waiting));
        return future;
    }

    private record Leaving(LockWait waiting) implements AsyncListener {

        @Override
        public void onError(AsyncEvent event) {
            System.out.println("XXX onError " + event.getThrowable());
            waiting.end();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            System.out.println("XXX onTimeout");
            waiting.end();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            System.out.println("XXX onComplete " + event.getThrowable());
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
