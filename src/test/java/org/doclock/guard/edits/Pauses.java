package org.doclock.guard.edits;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The pauses that a request asks for: as a server makes them by itself now and then. */
@RequestScoped
class Pauses {

    /** Where a call may pause, by the name of the request's parameter. */
    enum Place {
        /** Redis has said that the caller holds the lock; the database knows nothing yet. */
        AFTER_CHECK,
        /** The row is taken or written; the transaction is open. */
        IN_TRANSACTION,
        /** The method has returned; the transaction is about to be committed. */
        BEFORE_COMMIT
    }

    @Inject private HttpServletRequest request;
    @Inject private Gates gates;

    void at(Place place) {
        if (place == Place.IN_TRANSACTION && parameter(Place.BEFORE_COMMIT).isPresent()) {
            String gate = parameter(Place.BEFORE_COMMIT).get();
            registry().registerInterposedSynchronization(new LastBeforeCommit(gates, gate));
        }
        parameter(place).ifPresent(this::pause);
    }

    /** A number is of milliseconds, anything else is the name of a gate. */
    private void pause(String howLong) {
        if (!howLong.matches("\\d+")) {
            gates.pass(howLong);
            return;
        }
        try {
            Thread.sleep(Long.parseLong(howLong));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<String> parameter(Place place) {
        return Optional.ofNullable(
                request.getParameter(place.name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }

    private static TransactionSynchronizationRegistry registry() {
        try {
            return InitialContext.doLookup("java:comp/TransactionSynchronizationRegistry");
        } catch (NamingException e) {
            throw new IllegalStateException(e);
        }
    }

    private record LastBeforeCommit(Gates gates, String gate) implements Synchronization {

        @Override
        public void beforeCompletion() {
            gates.pass(gate);
        }

        @Override
        public void afterCompletion(int status) {}
    }
}
