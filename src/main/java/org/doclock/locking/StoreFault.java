package org.doclock.locking;

import java.net.SocketTimeoutException;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Why Redis did not do what it was asked, and what is to be done about it. */
enum StoreFault {
    CONNECTION_LOST(true, "does not answer: try again in a moment", ""),
    TIME_OUT(false, "does not answer in time: try again in a moment", ""),
    NO_FREE_CONNECTION(false, "has too much to do: try again in a moment", ""),
    ON_THE_MOVE(true, "is moving this document: try again in a moment", "TRYAGAIN"),
    LOADING(true, "is starting: try again in a moment", "LOADING"),
    REPLICA(true, "takes no changes while its master changes: try again in a moment", "READONLY"),
    MASTER_DOWN(true, "has lost its master: try again in a moment", "MASTERDOWN"),
    CLUSTER_DOWN(true, "is down in part: try again in a moment", "CLUSTERDOWN"),
    BUSY(true, "is busy with a script of somebody else's: try again in a moment", "BUSY"),
    TOO_FEW_REPLICAS(true, "takes no changes while it has too few replicas", "NOREPLICAS"),
    FULL(false, "is full and takes no changes", "OOM"),
    DISK(false, "takes no changes since it cannot save them", "MISCONF"),
    NOT_SIGNED_IN(false, "refuses DocLock's user or password", "NOAUTH"),
    WRONG_PASSWORD(false, "refuses DocLock's user or password", "WRONGPASS"),
    NOT_ALLOWED(false, "does not let DocLock's user do this", "NOPERM"),
    A_CLUSTER(false, "is a cluster: doclock.redis.uri must begin with redis+cluster", "MOVED"),
    OTHER(false, "could not do this", "");

    private final boolean mayPass;
    private final String what;
    private final String prefix;

    StoreFault(boolean mayPass, String what, String prefix) {
        this.mayPass = mayPass;
        this.what = what;
        this.prefix = prefix;
    }

    static StoreFault of(Throwable failure) {
        return causes(failure)
                .map(StoreFault::ofOne)
                .filter(it -> it != OTHER)
                .findFirst()
                .orElse(OTHER);
    }

    /** Whether it may be over in some milliseconds, so that another try is worth it. */
    boolean mayPass() {
        return mayPass;
    }

    /** Whether it says that nobody is there, rather than that somebody refuses. */
    boolean isSilence() {
        return this == CONNECTION_LOST || this == TIME_OUT;
    }

    /** Whether idle connections are of no use either: dead as well, or to what is a replica now. */
    boolean spoilsConnections() {
        return this == CONNECTION_LOST || this == REPLICA;
    }

    String message() {
        return "The lock store " + what;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, it -> it != null, Throwable::getCause).limit(10);
    }

    private static StoreFault ofOne(Throwable cause) {
        if (cause instanceof JedisDataException && cause.getMessage() != null) {
            return Stream.of(values())
                    .filter(it -> !it.prefix.isEmpty() && cause.getMessage().startsWith(it.prefix))
                    .findFirst()
                    .orElse(OTHER);
        }
        if (cause instanceof JedisConnectionException) {
            return causes(cause).anyMatch(SocketTimeoutException.class::isInstance)
                    ? TIME_OUT
                    : CONNECTION_LOST;
        }
        return cause instanceof NoSuchElementException ? NO_FREE_CONNECTION : OTHER;
    }
}
