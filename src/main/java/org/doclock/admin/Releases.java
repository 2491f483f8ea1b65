package org.doclock.admin;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.doclock.locking.LockingService;

/**
 * The releases that administrators have prepared on this server, and what became of them: the last
 * ones only. Thread-safe.
 */
@ApplicationScoped
public class Releases {

    private static final int KEPT = 50;
    private static final int RUNNING_AT_ONCE = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Inject private LockingService locks;

    private final Deque<Release> releases = new ArrayDeque<>();

    /** Remembers the grants as they are now; nothing is done to them yet. */
    Release prepare(String administrator, List<GrantKey> grants) {
        synchronized (this) {
            byte[] id = new byte[16];
            RANDOM.nextBytes(id);
            Release release = new Release(HexFormat.of().formatHex(id), administrator, grants);
            if (releases.size() >= KEPT) {
                releases.removeFirst();
            }
            releases.addLast(release);
            return release;
        }
    }

    /** Of this administrator; others see and start nothing of it. */
    Optional<Release> find(String id, String administrator) {
        synchronized (this) {
            return releases.stream()
                    .filter(it -> it.id().equals(id) && it.administrator().equals(administrator))
                    .findFirst();
        }
    }

    /**
     * Begins to end the grants, on a thread of the server's and as the caller.
     *
     * @return false if it was begun before, or too many others are under way
     */
    boolean start(Release release, ReleaseOrder order) {
        synchronized (this) {
            boolean busy = releases.stream().filter(Release::isRunning).count() >= RUNNING_AT_ONCE;
            if (busy || !release.start()) {
                return false;
            }
            try {
                executor().execute(new ReleaseRun(locks, release, order));
                return true;
            } catch (RejectedExecutionException e) {
                release.finish();
                return false;
            }
        }
    }

    /** By its name: an application with absolute ordering gets nothing injected into jars. */
    private static ManagedExecutorService executor() {
        try {
            return InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
        } catch (NamingException e) {
            throw new IllegalStateException("Every server has a managed executor", e);
        }
    }
}
