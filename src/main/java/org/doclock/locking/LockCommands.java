package org.doclock.locking;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes the arguments of the scripts, and checks whatever the caller gave for them.
 *
 * <p>Each command bears an attempt id: if it has to be sent again, the script finds what it did the
 * first time.
 */
final class LockCommands {

    private static final Duration LONGEST_GRACE = Duration.ofSeconds(LockLimits.GRACE_SECONDS_MAX);

    private final LockingSettings settings;
    private final String retentionMillis;

    LockCommands(LockingSettings settings) {
        this.settings = settings;
        retentionMillis = millis(settings.fenceRetention());
    }

    LockCommand acquire(String documentId, LockOwner owner, AcquireOptions options) {
        return acquire(documentId, owner, options, "");
    }

    /** Those who are refused wait in line; zero: no longer. */
    LockCommand acquireInLine(LockTicket ticket, Duration lease) {
        return acquire(ticket.documentId(), ticket.owner(), ticket.options(), millis(lease));
    }

    LockCommand leaveLine(LockTicket ticket) {
        LockOwner owner = ticket.owner();
        return command(
                LockScript.LEAVE,
                ticket.documentId(),
                LockText.user(owner) + LockText.session(owner),
                LockText.username(owner),
                ticket.options().attempt().orElseThrow(),
                ttlMillis(ticket.options().ttl()),
                retentionMillis,
                LockText.quote(ticket.documentId()),
                LockText.by(owner));
    }

    private LockCommand acquire(
            String documentId, LockOwner owner, AcquireOptions options, String leaseMillis) {
        return command(
                LockScript.ACQUIRE,
                documentId,
                LockText.user(owner),
                LockText.session(owner),
                LockText.username(owner),
                options.attempt().orElseGet(LockCommands::attempt),
                ttlMillis(options.ttl()),
                retentionMillis,
                LockText.quote(LockLimits.documentId(documentId)),
                flag(options.takeOver()),
                flag(options.newGrant()),
                options.atLeast() == 0 ? "" : Long.toString(options.atLeast()),
                settings.resume() ? token(options.resumeToken()) : "",
                LockText.by(owner),
                flag(options.exactSession()),
                leaseMillis,
                leaseMillis.isEmpty() ? "" : Integer.toString(LockLimits.WAITING_MAX));
    }

    LockCommand hold(String documentId, LockOwner owner, long token, Optional<Duration> ttl) {
        return command(
                LockScript.HOLD,
                documentId,
                LockText.user(owner) + LockText.session(owner),
                ttlMillis(ttl),
                retentionMillis,
                LockText.quote(LockLimits.documentId(documentId)),
                token(OptionalLong.of(token)),
                LockText.by(owner));
    }

    LockCommand extend(
            String documentId, LockOwner owner, OptionalLong token, Optional<Duration> ttl) {
        return command(
                LockScript.EXTEND,
                documentId,
                LockText.user(owner),
                LockText.session(owner),
                LockText.username(owner),
                attempt(),
                ttlMillis(ttl),
                retentionMillis,
                LockText.quote(LockLimits.documentId(documentId)),
                token(token),
                LockText.by(owner));
    }

    LockCommand release(String documentId, LockOwner owner, OptionalLong token, Duration grace) {
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
            throw new InvalidLockRequestException(
                    "The grace must be from 0 to " + LockLimits.GRACE_SECONDS_MAX + " s");
        }
        return command(
                LockScript.RELEASE,
                documentId,
                LockText.user(owner),
                LockText.session(owner),
                attempt(),
                millis(grace),
                retentionMillis,
                LockText.quote(LockLimits.documentId(documentId)),
                token(token),
                LockText.by(owner));
    }

    /**
     * @param attempt by which the fence tells afterwards who ended the grant
     */
    LockCommand forceRelease(
            String documentId,
            String attempt,
            String adminUserId,
            Optional<String> reason,
            OptionalLong token,
            Duration notice) {
        return command(
                LockScript.FORCE_RELEASE,
                documentId,
                attempt,
                retentionMillis,
                LockText.quote(LockLimits.documentId(documentId)),
                token(token),
                LockText.field("by", Optional.of(adminUserId)) + LockText.field("reason", reason),
                millis(notice));
    }

    LockCommand transfer(
            String documentId,
            LockOwner holder,
            OptionalLong token,
            LockOwner newOwner,
            Duration ttl) {
        return transfer(documentId, holder, token, newOwner, ttl, false);
    }

    LockCommand handOver(
            String documentId,
            LockOwner holder,
            OptionalLong token,
            String toUserId,
            Optional<String> toSessionId) {
        LockOwner asker = new LockOwner(toUserId, Optional.empty(), toSessionId, Optional.empty());
        return transfer(documentId, holder, token, asker, settings.handOverTtl(), true);
    }

    private LockCommand transfer(
            String documentId,
            LockOwner holder,
            OptionalLong token,
            LockOwner newOwner,
            Duration ttl,
            boolean onlyIfAsked) {
        return command(
                LockScript.TRANSFER,
                documentId,
                LockText.user(holder),
                LockText.session(holder),
                attempt(),
                ttlMillis(Optional.of(ttl)),
                retentionMillis,
                LockText.quote(LockLimits.documentId(documentId)),
                token(token),
                LockText.user(newOwner),
                LockText.session(newOwner),
                LockText.username(newOwner),
                LockText.by(holder),
                millis(LockRequest.LIFETIME),
                flag(onlyIfAsked));
    }

    LockCommand request(String documentId, LockOwner asker, Optional<String> message) {
        message.ifPresent(LockLimits::message);
        return request(documentId, asker, message, false);
    }

    LockCommand withdraw(String documentId, LockOwner asker) {
        return request(documentId, asker, Optional.empty(), true);
    }

    private static LockCommand request(
            String documentId, LockOwner asker, Optional<String> message, boolean withdraw) {
        return command(
                LockScript.REQUEST,
                documentId,
                LockText.user(asker),
                LockText.session(asker),
                attempt(),
                millis(LockRequest.LIFETIME),
                Integer.toString(LockLimits.REQUESTS_MAX),
                LockText.quote(LockLimits.documentId(documentId)),
                LockText.username(asker),
                LockText.field("message", message),
                flag(withdraw));
    }

    private String ttlMillis(Optional<Duration> asked) {
        Duration ttl = asked.orElse(settings.defaultTtl());
        if (ttl.compareTo(settings.minTtl()) < 0 || ttl.compareTo(settings.maxTtl()) > 0) {
            throw new InvalidLockRequestException(
                    "The TTL must be from %s to %s s"
                            .formatted(seconds(settings.minTtl()), seconds(settings.maxTtl())));
        }
        return millis(ttl);
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    /** What is empty at the end need not be sent, and Redis not read it. */
    private static LockCommand command(LockScript script, String documentId, String... arguments) {
        int count = arguments.length;
        while (count > 0 && arguments[count - 1].isEmpty()) {
            count--;
        }
        return new LockCommand(script, documentId, List.of(arguments).subList(0, count));
    }

    static String attempt() {
        return Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private static String flag(boolean flag) {
        return flag ? "1" : "";
    }

    private static String token(OptionalLong token) {
        token.ifPresent(LockLimits::token);
        return token.isPresent() ? Long.toString(token.getAsLong()) : "";
    }
}
