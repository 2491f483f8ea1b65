package org.doclock.rest;

import java.util.Optional;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockOutcome;
import org.doclock.locking.LockResult;

/** Says in words what became of an operation. */
final class LockAnswers {

    private LockAnswers() {}

    /** The answer to a success; throws the 409 of a refusal. */
    static LockAnswer of(LockResult result, Caller caller) {
        return answer(result, result.lockInfo(), caller);
    }

    /** As {@link #of}, for an operation after which there is no lock to show. */
    static LockAnswer withoutLock(LockResult result, Caller caller) {
        return answer(result, Optional.empty(), caller);
    }

    /** The answer to a request to edit: one who holds the document has nobody to ask. */
    static LockAnswer ofRequest(LockResult result, Caller caller) {
        return switch (result.outcome()) {
            case NOT_HELD ->
                    throw refusal(
                            ErrorCode.NOT_HELD, "The document is free: acquire it", result, caller);
            case LOCKED ->
                    throw refusal(
                            ErrorCode.LOCKED, "You hold this document yourself", result, caller);
            default -> of(result, caller);
        };
    }

    private static LockAnswer answer(
            LockResult result, Optional<DocumentLock> shown, Caller caller) {
        if (!result.success()) {
            throw refusal(result, caller);
        }
        return new LockAnswer(
                true,
                shown.filter(LockAnswers::isEnding).isPresent()
                                && result.outcome() == LockOutcome.RELEASED
                        ? "The holder was given notice: the lock ends by itself"
                        : success(result.outcome()),
                shown.map(lock -> LockInfo.of(lock, caller)),
                result.outcome().name());
    }

    private static boolean isEnding(DocumentLock lock) {
        return lock.ending().isPresent() && !lock.remaining().isZero();
    }

    private static RuntimeException refusal(LockResult result, Caller caller) {
        return switch (result.outcome()) {
            case LOCKED -> refusal(ErrorCode.LOCKED, lockedBy(result, caller), result, caller);
            case NOT_ASKED ->
                    refusal(
                            ErrorCode.NOT_FOUND,
                            "That user does not ask for this document any more",
                            result,
                            caller);
            case TOO_MANY ->
                    refusal(
                            ErrorCode.TOO_MANY_REQUESTS,
                            "Too many ask or wait already: try again later",
                            result,
                            caller);
            default -> refusal(ErrorCode.NOT_HELD, notHeld(result, caller), result, caller);
        };
    }

    private static RuntimeException refusal(
            ErrorCode code, String message, LockResult result, Caller caller) {
        return code.exception(
                new ErrorAnswer(
                        false,
                        code.name(),
                        message,
                        result.lockedBy(),
                        result.lockInfo().map(lock -> LockInfo.of(lock, caller))));
    }

    private static String lockedBy(LockResult result, Caller caller) {
        return result.lockInfo().filter(caller::isSameUser).isPresent()
                ? "You are editing this document in another session: take over there or here"
                : "Document is locked by " + result.lockedBy().orElseThrow();
    }

    private static String notHeld(LockResult result, Caller caller) {
        if (result.lockInfo().filter(caller::isSameUser).isPresent()) {
            return "This grant has ended: acquire the document again";
        }
        return result.lockedBy()
                .map(holder -> "This grant has ended, and the document is locked by " + holder)
                .orElse("The lock has ended: acquire it again");
    }

    private static String success(LockOutcome outcome) {
        return switch (outcome) {
            case ACQUIRED -> "Lock acquired successfully";
            case RESUMED -> "Lock resumed: nobody held the document in between";
            case RENEWED -> "Lock renewed successfully";
            case TAKEN_OVER -> "Lock taken over from another session";
            case EXTENDED -> "Lock extended successfully";
            case RELEASED -> "Lock released successfully";
            case TRANSFERRED -> "Lock handed over successfully";
            case REQUESTED -> "The holder was asked";
            case WITHDRAWN -> "The holder is asked no more";
            case NOT_HELD -> "There was nothing to release";
            case LOCKED, NOT_ASKED, TOO_MANY ->
                    throw new IllegalArgumentException("A refusal is no success");
        };
    }
}
