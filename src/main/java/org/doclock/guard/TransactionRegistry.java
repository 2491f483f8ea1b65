package org.doclock.guard;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The transaction of the thread that asks. */
final class TransactionRegistry {

    private static final String NAME = "java:comp/TransactionSynchronizationRegistry";

    private static volatile TransactionSynchronizationRegistry registry;

    private TransactionRegistry() {}

    /** Tells the open transaction from others; empty if none is open. */
    static Optional<Object> key() {
        return registry()
                .filter(registry -> isOpen(registry.getTransactionStatus()))
                .map(TransactionSynchronizationRegistry::getTransactionKey);
    }

    static boolean isMarkedForRollback() {
        return open().getRollbackOnly();
    }

    static void setRollbackOnly() {
        open().setRollbackOnly();
    }

    /** Called before and after the commit, inside what the container itself does there. */
    static void register(Synchronization synchronization) {
        open().registerInterposedSynchronization(synchronization);
    }

    static <T> Optional<T> resource(Class<T> type) {
        return Optional.ofNullable(type.cast(open().getResource(type)));
    }

    static <T> void putResource(Class<T> type, T resource) {
        open().putResource(type, resource);
    }

    private static boolean isOpen(int status) {
        return status == Status.STATUS_ACTIVE || status == Status.STATUS_MARKED_ROLLBACK;
    }

    private static TransactionSynchronizationRegistry open() {
        return registry().orElseThrow(() -> new IllegalStateException("No transaction"));
    }

    /**
     * By name: injected by {@code @Resource}, it is null in hosts that order no fragments. It is
     * one for the whole server, so once is enough, and threads without names find it too.
     */
    private static Optional<TransactionSynchronizationRegistry> registry() {
        if (registry == null) {
            try {
                registry = InitialContext.doLookup(NAME);
            } catch (NamingException noTransactionsHere) {
                return Optional.empty();
            }
        }
        return Optional.of(registry);
    }
}
