package org.doclock.locking;

import static org.doclock.locking.CommandWriter.attempt;
import static org.doclock.locking.CommandWriter.command;
import static org.doclock.locking.CommandWriter.flag;
import static org.doclock.locking.CommandWriter.millis;
import static org.doclock.locking.CommandWriter.token;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes the commands about a lock and its holder, and checks whatever the caller gave for them.
 * See {@link HandOverCommands} for those between two users.
 *
 * <p>Each command bears an attempt id: if it has to be sent again, the script finds what it did the
 * first time.
 */
final class LockCommands {

    private static final Duration LONGEST_GRACE = Duration.ofSeconds(LockLimits.GRACE_SECONDS_MAX);

    private final LockingSettings settings;
    private final CommandWriter writer;
    private final String retentionMillis;

    LockCommands(LockingSettings settings) {
        this.settings = settings;
        writer = new CommandWriter(settings);
        retentionMillis = writer.retentionMillis();
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
                writer.ttlMillis(ticket.options().ttl()),
                retentionMillis,
                JsonText.quote(ticket.documentId()),
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
                options.attempt().orElseGet(CommandWriter::attempt),
                writer.ttlMillis(options.ttl()),
                retentionMillis,
                JsonText.quote(LockLimits.documentId(documentId)),
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
                writer.ttlMillis(ttl),
                retentionMillis,
                JsonText.quote(LockLimits.documentId(documentId)),
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
                writer.ttlMillis(ttl),
                retentionMillis,
                JsonText.quote(LockLimits.documentId(documentId)),
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
                JsonText.quote(LockLimits.documentId(documentId)),
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
                JsonText.quote(LockLimits.documentId(documentId)),
                token(token),
                LockText.field("by", Optional.of(adminUserId)) + LockText.field("reason", reason),
                millis(notice));
    }
}
