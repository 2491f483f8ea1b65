package org.doclock.locking;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the calls of the current thread come from, for the audit trail: a layer that has requests
 * says it once, and no signature in between has to carry it.
 */
public final class CallOrigin {

    private static final ThreadLocal<String> ADDRESS = new ThreadLocal<>();

    private CallOrigin() {}

    /**
     * @param address of the caller, as the network says
     */
    public static <T> T from(String address, Supplier<T> work) {
        String before = ADDRESS.get();
        ADDRESS.set(address);
        try {
            return work.get();
        } finally {
            if (before == null) {
                ADDRESS.remove();
            } else {
                ADDRESS.set(before);
            }
        }
    }

    static Optional<String> address() {
        return Optional.ofNullable(ADDRESS.get());
    }
}
