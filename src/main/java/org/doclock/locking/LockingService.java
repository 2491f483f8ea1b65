package org.doclock.locking;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.security.DeclareRoles;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.doclock.locking.AdministratorsAct.Intent;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The one door to the locks. Thread-safe; every guarded change is one atomic round trip to Redis,
 * whose clock alone decides what has expired.
 *
 * <p>Every grant carries a fencing token that grows with each grant of its document (the idea is
 * Martin Kleppmann's, "How to do distributed locking", 2016). An operation that names the token of
 * its grant never touches a later one, however late it arrives.
 *
 * <p>All methods throw {@link InvalidLockRequestException} for what must not be asked and {@link
 * StoreUnavailableException} if Redis does not answer within {@code doclock.redis.deadline}. Being
 * refused is a {@link LockResult}, not an exception. Methods for administrators ask for the role
 * {@link LockRoles#ADMINISTRATOR} and throw {@code EJBAccessException} without it; all others take
 * the owner as the caller gives it.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@DeclareRoles({LockRoles.ADMINISTRATOR, LockRoles.SERVICE})
@PermitAll
public class LockingService {

    @Inject private StoreMeter meter = new StoreMeter();
    private LockingSettings settings;
    private LockCommands commands;
    private HandOverCommands handOvers;
    private RedisConnections connections;
    private RedisLocks locks;
    private AuditTrail trail;
    private final LockTally tally = new LockTally(Clock.systemUTC());
    private AdministratorsAct administratorsAct;

    /** For the container, which calls {@link #start()}. */
    public LockingService() {}

    LockingService(LockingSettings settings) {
        open(settings);
    }

    private void open(LockingSettings newSettings) {
        settings = newSettings;
        commands = new LockCommands(settings);
        handOvers = new HandOverCommands(settings);
        connections = new RedisConnections(settings.redis());
        locks = new RedisLocks(connections, settings.redis().acknowledgement(), meter);
        meter.measures(connections);
        trail = new AuditTrail(connections, settings.audit());
        administratorsAct = new AdministratorsAct(connections, locks, commands, trail);
    }

    /** Fails the deployment if a setting is wrong. Redis may be away: nothing is sent to it yet. */
    @PostConstruct
    void start() {
        open(LockingSettings.from(ConfigProvider.getConfig()));
    }

    @PreDestroy
    void stop() {
        connections.close();
    }

    /** {@link #acquireLock(String, LockOwner, AcquireOptions)} with the default TTL and options. */
    public LockResult acquireLock(String documentId, LockOwner owner) {
        return acquireLock(documentId, owner, AcquireOptions.defaults());
    }

    /**
     * Takes the lock of a document, or renews it for its owner, whose TTL is never shortened.
     *
     * @return {@code ACQUIRED}, {@code RESUMED}, {@code RENEWED} or {@code TAKEN_OVER} with the
     *     lock; {@code LOCKED} with the one that stands in the way
     */
    public LockResult acquireLock(String documentId, LockOwner owner, AcquireOptions options) {
        return tally.count(documentId, noted(commands.acquire(documentId, owner, options), owner));
    }

    /**
     * Takes the locks of several documents, all or nothing, in sorted order, so that of two callers
     * with common documents one succeeds: in one transaction of Redis, or on a cluster one by one,
     * and given back if one is refused. At most 100; a token to resume cannot be given.
     *
     * @throws StoreUnavailableException also if it is unknown whether the locks were taken: those
     *     that were end by themselves, and the same owner's next acquire finds them
     */
    public LockSetResult acquireLocks(
            Collection<String> documentIds, LockOwner owner, AcquireOptions options) {
        SortedSet<String> sorted = LockLimits.documentIds(documentIds);
        LockLimits.atOnce(sorted.size());
        if (options.resumeToken().isPresent()) {
            throw new InvalidLockRequestException(
                    "A token to resume is of one document: acquire that one by itself");
        }
        return tally.count(
                new LockSetAcquisition(locks, commands, settings.redis().deadline())
                        .acquire(sorted, owner, options));
    }

    /**
     * Confirms grants by their tokens and prolongs them, in one round trip: what a save asks before
     * it writes. A lock that was released with a grace is confirmed until that is over.
     *
     * @param tokens the token of each grant, by document id; 1 to 100
     * @param owner the holder, user and session exactly
     * @param ttl from now; empty for {@code doclock.ttl.default}
     * @return a result for each document, sorted by document id: {@code EXTENDED}; {@code NOT_HELD}
     *     if it is free or held by another grant of this owner's; {@code LOCKED} if somebody else
     *     holds it, or the user in another session
     */
    public List<LockResult> holdLocks(
            Map<String, Long> tokens, LockOwner owner, Optional<Duration> ttl) {
        return runForEach(
                tokens, (documentId, token) -> commands.hold(documentId, owner, token, ttl));
    }

    /** {@link #releaseLock(String, LockOwner, OptionalLong, Duration)}, whatever the token, now. */
    public LockResult releaseLock(String documentId, LockOwner owner) {
        return releaseLock(documentId, owner, OptionalLong.empty(), Duration.ZERO);
    }

    /**
     * Gives a lock back. The users have to be equal; a session missing on either side matches any.
     *
     * @param token the grant that is meant; any other is left alone
     * @param grace how long the same session may still come back, at most 5 s; others wait that
     *     long
     * @return {@code RELEASED}; {@code NOT_HELD}, a success, if that grant has ended before; {@code
     *     LOCKED} if somebody else holds the document
     */
    public LockResult releaseLock(
            String documentId, LockOwner owner, OptionalLong token, Duration grace) {
        return run(commands.release(documentId, owner, token, grace));
    }

    /**
     * Gives grants back by their tokens, in one round trip, each by itself.
     *
     * @param tokens the token of each grant, by document id; 1 to 100
     * @return a result for each document, as a release of it alone gives, sorted by document id
     */
    public List<LockResult> releaseLocks(Map<String, Long> tokens, LockOwner owner) {
        return runForEach(
                tokens,
                (documentId, token) ->
                        commands.release(documentId, owner, OptionalLong.of(token), Duration.ZERO));
    }

    /** {@link #extendLock(String, LockOwner, OptionalLong, Optional)} by the default TTL. */
    public LockResult extendLock(String documentId, LockOwner owner) {
        return extendLock(documentId, owner, OptionalLong.empty(), Optional.empty());
    }

    /**
     * Prolongs a lock that is held, and never shortens it. Owners match as in a release.
     *
     * @param token the grant that is meant; any other is left alone
     * @param ttl from now; empty for {@code doclock.ttl.default}
     * @return {@code EXTENDED}, with a new token if the lock had no session or was another
     *     program's; {@code NOT_HELD} if it has ended; {@code LOCKED} if it is somebody else's
     */
    public LockResult extendLock(
            String documentId, LockOwner owner, OptionalLong token, Optional<Duration> ttl) {
        return run(commands.extend(documentId, owner, token, ttl));
    }

    /**
     * Hands a lock to somebody else, with a new token and no free moment in between.
     *
     * @param holder the present holder, user and session exactly
     * @param token the grant that is meant; any other is left alone
     * @return {@code TRANSFERRED}, {@code NOT_HELD} or {@code LOCKED}
     */
    public LockResult transferLock(
            String documentId,
            LockOwner holder,
            OptionalLong token,
            LockOwner newOwner,
            Duration ttl) {
        return noted(handOvers.transfer(documentId, holder, token, newOwner, ttl), holder);
    }

    /**
     * Asks the holder of a document to let this owner edit it. The request lasts {@link
     * LockRequest#LIFETIME} unless it is answered or withdrawn; whoever holds the document
     * meanwhile is asked. A user has one request a document: a new one takes the place of the last.
     *
     * @param asker the user, and the session that a hand-over is to go to
     * @param message what to tell the holder, up to {@link LockLimits#MESSAGE_MAX} characters, line
     *     breaks included
     * @return {@code REQUESTED} with the lock; {@code NOT_HELD} if the document is free; {@code
     *     LOCKED} if it is this very owner who holds it; {@code TOO_MANY} if {@link
     *     LockLimits#REQUESTS_MAX} others ask already
     */
    public LockResult requestLock(String documentId, LockOwner asker, Optional<String> message) {
        return run(handOvers.request(documentId, asker, message));
    }

    /**
     * Takes the request of this owner, user and session exactly, back.
     *
     * @return {@code WITHDRAWN}, also if there is none
     */
    public LockResult withdrawRequest(String documentId, LockOwner asker) {
        return run(handOvers.withdraw(documentId, asker));
    }

    /** Who asks to edit a document now, the oldest request first. */
    public List<LockRequest> getLockRequests(String documentId) {
        return getLockRequests(List.of(documentId)).getOrDefault(documentId, List.of());
    }

    /** The same of many documents, in one round trip; those that nobody asks for are not in it. */
    public Map<String, List<LockRequest>> getLockRequests(Collection<String> documentIds) {
        return locks.read(ReadOfMany.REQUESTS, LockLimits.documentIds(documentIds), soon());
    }

    /**
     * Hands a lock to a user who asks for it, in the session that asks, as {@link #transferLock}
     * does, for {@code doclock.hand-over.ttl} until the new holder renews it. Requests of others
     * stay: from now on they ask the new holder.
     *
     * @param holder the present holder, user and session exactly
     * @param token the grant that is meant; any other is left alone
     * @param toSessionId hand over only if this is the session that asks
     * @return {@code TRANSFERRED}, {@code NOT_ASKED}, {@code NOT_HELD} or {@code LOCKED}
     */
    public LockResult handOverLock(
            String documentId,
            LockOwner holder,
            OptionalLong token,
            String toUserId,
            Optional<String> toSessionId) {
        return noted(handOvers.handOver(documentId, holder, token, toUserId, toSessionId), holder);
    }

    /** {@link #forceReleaseLock(String, String, Optional, OptionalLong, Duration)}, at once. */
    @RolesAllowed(LockRoles.ADMINISTRATOR)
    public LockResult forceReleaseLock(
            String documentId, String adminUserId, Optional<String> reason, OptionalLong token) {
        return forceReleaseLock(documentId, adminUserId, reason, token, Duration.ZERO);
    }

    /**
     * Ends a grant whoever holds it. Who did it and why goes out with the event, and into the audit
     * trail: before it is done, and afterwards what became of it.
     *
     * @param token the grant that is meant, 0 for another program's lock; any other is left alone
     * @param notice how long the holder still has to save, at most 60 s: the lock says so ({@link
     *     DocumentLock#ending()}), is held on until then at the most, and nothing prolongs it,
     *     neither a renewal nor a take-over, a hand-over or a longer notice. Zero ends it at once,
     *     also after a notice. Another program's lock, which cannot say so, always ends at once
     * @return {@code RELEASED} with the lock that was ended or is ending, or {@code NOT_HELD}, a
     *     success
     * @throws StoreUnavailableException if it is not known whether it was done; the trail will say
     */
    @RolesAllowed(LockRoles.ADMINISTRATOR)
    public LockResult forceReleaseLock(
            String documentId,
            String adminUserId,
            Optional<String> reason,
            OptionalLong token,
            Duration notice) {
        LockLimits.documentId(documentId);
        return administratorsAct
                .forceRelease(
                        List.of(documentId),
                        new Intent(AuditAct.FORCE_RELEASE, adminUserId, reason, notice),
                        id -> token,
                        soon())
                .get(0);
    }

    /**
     * Ends many grants, each by its token, in a few round trips.
     *
     * @param tokens the token of each grant, by document id; 1 to 100
     * @param notice how long the holders still have to save, as in {@link #forceReleaseLock}
     * @return a result for each document, as {@link #forceReleaseLock} of it alone gives, sorted by
     *     document id
     * @throws StoreUnavailableException if it is not known what was done; the trail will say
     */
    @RolesAllowed(LockRoles.ADMINISTRATOR)
    public List<LockResult> forceReleaseLocks(
            Map<String, Long> tokens,
            String adminUserId,
            Optional<String> reason,
            Duration notice) {
        LockLimits.atOnce(tokens.size());
        return administratorsAct.forceRelease(
                LockLimits.documentIds(tokens.keySet()),
                new Intent(AuditAct.FORCE_RELEASE, adminUserId, reason, notice),
                id -> OptionalLong.of(tokens.get(id)),
                soon());
    }

    /**
     * Ends every lock there is. Locks that are taken meanwhile may or may not be among them. Each
     * is in the audit trail.
     *
     * @return how many were ended
     * @throws StoreUnavailableException also after {@code doclock.redis.scan.deadline}; some locks
     *     may have been ended by then
     */
    @RolesAllowed(LockRoles.ADMINISTRATOR)
    public long clearAllLocks(String adminUserId, Optional<String> reason) {
        Deadline deadline = Deadline.in(settings.redis().scanDeadline());
        Intent intent = new Intent(AuditAct.CLEAR, adminUserId, reason, Duration.ZERO);
        LongAdder ended = new LongAdder();
        locks.scan(
                deadline,
                page ->
                        administratorsAct
                                .forceRelease(
                                        page.stream().map(DocumentLock::documentId).toList(),
                                        intent,
                                        id -> OptionalLong.empty(),
                                        deadline)
                                .stream()
                                .filter(it -> it.outcome() == LockOutcome.RELEASED)
                                .forEach(it -> ended.increment()));
        return ended.sum();
    }

    /**
     * What administrators did, who was refused, who handed over or took over: the newest first.
     * Settles what a broken Redis left open, 10 s after it began.
     */
    @RolesAllowed(LockRoles.ADMINISTRATOR)
    public AuditPage getAuditTrail(AuditQuery query) {
        administratorsAct.settleOpen(soon());
        return trail.read(query, soon());
    }

    /**
     * Puts into the audit trail that somebody tried what is an administrator's, or guessed
     * passwords: for the layer that refused it.
     *
     * @param act {@code ADMINISTRATION_REFUSED} or {@code SIGN_IN_BLOCKED}
     * @param actor the user, or the name that was tried
     * @param what was tried
     */
    public void recordRefusal(AuditAct act, String actor, String what) {
        trail.refused(act, actor, what, soon());
    }

    public boolean isLocked(String documentId) {
        return locks.exists(LockLimits.documentId(documentId), soon());
    }

    public Optional<DocumentLock> getLockInfo(String documentId) {
        return Optional.ofNullable(getLockInfos(List.of(documentId)).get(documentId));
    }

    /** The locks of many documents in one round trip; documents that are free are not in it. */
    public Map<String, DocumentLock> getLockInfos(Collection<String> documentIds) {
        return locks.read(ReadOfMany.LOCKS, LockLimits.documentIds(documentIds), soon());
    }

    /**
     * Every lock there is, in no order. It walks the whole database: for administrators, not for
     * pages that many people open.
     *
     * @throws StoreUnavailableException also after {@code doclock.redis.scan.deadline}
     */
    @RolesAllowed(LockRoles.ADMINISTRATOR)
    public List<DocumentLock> getAllLocks() {
        Deadline deadline = Deadline.in(settings.redis().scanDeadline());
        Map<String, DocumentLock> all = new HashMap<>();
        locks.scan(deadline, page -> page.forEach(it -> all.put(it.documentId(), it)));
        return new ArrayList<>(all.values());
    }

    /** What this server has granted and refused lately, for administrators to look at. */
    @RolesAllowed(LockRoles.ADMINISTRATOR)
    public LockFigures getFigures() {
        return tally.figures();
    }

    /** Whether this owner, user and session exactly, still holds the grant with this token. */
    public boolean verifyLock(String documentId, LockOwner owner, long token) {
        return getLockInfo(documentId)
                .filter(lock -> lock.isHeldBy(owner) && lock.token() == token && token > 0)
                .isPresent();
    }

    /**
     * Has Redis take a change, run a script and tell of itself: for health checks, not for every
     * call.
     */
    public StoreReport checkStore() {
        return new StoreCheck(connections).report(soon());
    }

    /** For DocLock's own threads: see there. */
    public LockFeed feed() {
        return new LockFeed(locks, settings.redis());
    }

    /** For those who wait in other places: see {@code org.doclock.events.LockWaiting}. */
    public LockQueue queue() {
        return new LockQueue(locks, commands, tally, settings.redis().deadline());
    }

    private List<LockResult> runForEach(
            Map<String, Long> tokens, BiFunction<String, Long, LockCommand> command) {
        LockLimits.atOnce(tokens.size());
        List<LockCommand> sorted = new ArrayList<>();
        new TreeMap<>(tokens)
                .forEach((documentId, token) -> sorted.add(command.apply(documentId, token)));
        return locks.runAll(sorted, soon());
    }

    /** What a user should find in the audit trail later, although no administrator did it. */
    private LockResult noted(LockCommand command, LockOwner actor) {
        Deadline deadline = soon();
        LockResult result = locks.run(command, deadline);
        AuditEntry.of(result, actor).ifPresent(it -> trail.note(it, deadline));
        return result;
    }

    private LockResult run(LockCommand command) {
        return locks.run(command, soon());
    }

    private Deadline soon() {
        return Deadline.in(settings.redis().deadline());
    }
}
