package org.doclock.locking;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The service as the EJB container itself hands it out, for those who call it often. To the one
 * that CDI injects Payara (6.2025.10) looks up the way anew for each call, and makes and drops an
 * exception on it: 5 µs and 2 KB. Thread-safe.
 */
@ApplicationScoped
public class LockingReference {

    private static final String NAME = "java:module/LockingService";

    private static final Logger LOG = Logger.getLogger(LockingReference.class.getName());

    @Inject private LockingService locks;

    /** Where the container does not know that name, what was injected does as well. */
    @PostConstruct
    void find() {
        try {
            locks = InitialContext.doLookup(NAME);
        } catch (NamingException | ClassCastException e) {
            LOG.log(Level.CONFIG, "The container does not know " + NAME, e);
        }
    }

    /** What {@code @Inject LockingService} gives too, which is the way for everybody else. */
    public LockingService get() {
        return locks;
    }
}
