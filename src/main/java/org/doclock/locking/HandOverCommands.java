package org.doclock.locking;

import static org.doclock.locking.CommandWriter.attempt;
import static org.doclock.locking.CommandWriter.command;
import static org.doclock.locking.CommandWriter.flag;
import static org.doclock.locking.CommandWriter.millis;
import static org.doclock.locking.CommandWriter.token;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes the commands by which users ask each other for a lock and hand it over. */
final class HandOverCommands {

    private final LockingSettings settings;
    private final CommandWriter writer;
    private final String retentionMillis;

    HandOverCommands(LockingSettings settings) {
        this.settings = settings;
        writer = new CommandWriter(settings);
        retentionMillis = writer.retentionMillis();
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
                writer.ttlMillis(Optional.of(ttl)),
                retentionMillis,
                JsonText.quote(LockLimits.documentId(documentId)),
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
                JsonText.quote(LockLimits.documentId(documentId)),
                LockText.username(asker),
                LockText.field("message", message),
                flag(withdraw));
    }
}
