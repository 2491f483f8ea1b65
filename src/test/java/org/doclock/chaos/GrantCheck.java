package org.doclock.chaos;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.doclock.chaos.History.Announcement;
import org.doclock.chaos.History.Call;
import org.doclock.chaos.History.Lock;
import org.doclock.chaos.History.Request;

/**
 * No two owners have a document at a time. A grant lasts as long as Redis stated, but not beyond
 * its end by whoever may end it, the grant that replaced it, or Redis's loss of everything. What
 * ended it may be unknown: where a call was made that would have and nobody can tell whether it
 * did, the grant is taken to have ended.
 */
final class GrantCheck {

    private final History history;
    private final List<Announcement> ends;

    GrantCheck(History history) {
        this.history = history;
        ends =
                history.announcements().stream()
                        .filter(it -> history.oneRedis() && (it.isEnd() || it.isLeave()))
                        .toList();
    }

    void check(Map<Fault, List<String>> found) {
        for (List<Grant> grants : Grant.of(history).values()) {
            for (int i = 0; i < grants.size(); i++) {
                Grant grant = grants.get(i);
                following(grant, grants.subList(i + 1, grants.size())).stream()
                        .filter(next -> overlap(grant, next))
                        .forEach(next -> found.get(Fault.OVERLAP).add(grant + " and " + next));
            }
        }
        for (Call call : history.calls()) {
            call.lock()
                    .filter(lock -> !lock.owner().equals(call.owner()))
                    .ifPresent(lock -> found.get(Fault.OVERLAP).add("told to hold it: " + call));
            if (call.result().equals("TRANSFERRED") && !wasWanted(call)) {
                found.get(Fault.HANDED_TO_A_STRANGER).add(call.toString());
            }
        }
        for (Announcement end : ends) {
            if (wasTold(end) && !wasAskedFor(end)) {
                found.get(Fault.ENDED_BY_A_STRANGER).add(end.toString());
            }
        }
    }

    /** The grants that began before this one's stated end, up to the one that replaced it. */
    private List<Grant> following(Grant grant, List<Grant> later) {
        return later.stream()
                .takeWhile(next -> next.beganAt() < grant.until() && !replaces(next, grant))
                .toList();
    }

    /** Whether the one ended the other rightly by having begun. */
    private boolean replaces(Grant next, Grant grant) {
        return next.owner().equals(grant.owner())
                || (next.takenOver() && next.owner().user().equals(grant.owner().user()))
                || wasHandedOver(grant, next);
    }

    /** A single Redis announces it; of the others only the one who gave it away was told. */
    private boolean wasHandedOver(Grant grant, Grant next) {
        return before(next.seen(), grant.document())
                .filter(call -> call.request() == Request.HAND_OVER && isByHolder(call, grant))
                .filter(call -> call.to().equals(Optional.of(next.owner())))
                .anyMatch(
                        call ->
                                history.oneRedis()
                                        ? next.handedOver()
                                        : call.mayHaveBeen("TRANSFERRED"));
    }

    private boolean overlap(Grant grant, Grant next) {
        OptionalLong end = endOf(grant);
        if (isLostBetween(grant, next)) {
            return false;
        }
        return end.isPresent()
                ? next.beganAt() < end.getAsLong()
                : before(next.seen(), grant.document())
                        .noneMatch(call -> mayEnd(call, grant) && isLeftOpen(call, next));
    }

    private OptionalLong endOf(Grant grant) {
        return ends.stream()
                .filter(it -> it.lock().document().equals(grant.document()))
                .filter(it -> it.lock().token() == grant.token() && it.at() >= grant.beganAt())
                .mapToLong(it -> it.lock().endsAt())
                .min();
    }

    private boolean isLostBetween(Grant grant, Grant next) {
        return history.losses().stream()
                .anyMatch(loss -> grant.beganAt() < loss.at() && loss.at() <= next.beganAt());
    }

    private static boolean mayEnd(Call call, Grant grant) {
        return switch (call.request()) {
            case RELEASE, LEAVE -> isByHolder(call, grant) && call.mayHaveBeen("RELEASED");
            case HAND_OVER -> isByHolder(call, grant) && call.mayHaveBeen("TRANSFERRED");
            case FORCE_RELEASE -> isMeant(call, grant.token()) && call.mayHaveBeen("RELEASED");
            case NEW_GRANT -> call.owner().equals(grant.owner()) && call.isUnknown();
            case TAKE_OVER ->
                    call.owner().user().equals(grant.owner().user())
                            && !call.owner().equals(grant.owner())
                            && call.isUnknown();
            default -> false;
        };
    }

    private static boolean isByHolder(Call call, Grant grant) {
        return call.owner().equals(grant.owner()) && call.token() == grant.token();
    }

    /** An administrator means any grant who names none. */
    private static boolean isMeant(Call call, long token) {
        return call.token() == 0 || call.token() == token;
    }

    /** A single Redis announces whatever it does, unless it is killed at that moment. */
    private boolean isLeftOpen(Call call, Grant next) {
        return !history.oneRedis()
                || history.disturbances().stream()
                        .filter(it -> it.act().kills())
                        .anyMatch(it -> call.begin() <= it.end() && it.begin() <= next.seen());
    }

    /** A grant whose owner has gone before it could be delivered is given back by the server. */
    private boolean wasTold(Announcement end) {
        return history.calls().stream()
                .flatMap(call -> call.lock().stream())
                .anyMatch(
                        lock ->
                                lock.document().equals(end.lock().document())
                                        && lock.token() == end.lock().token());
    }

    private boolean wasAskedFor(Announcement end) {
        Lock lock = end.lock();
        return before(end.seen(), lock.document())
                .anyMatch(
                        call ->
                                switch (call.request()) {
                                    case RELEASE ->
                                            end.type().equals("released") && isOf(call, lock);
                                    case LEAVE -> end.isLeave() && isOf(call, lock);
                                    case FORCE_RELEASE ->
                                            end.type().equals("broken")
                                                    && isMeant(call, lock.token());
                                    default -> false;
                                });
    }

    private static boolean isOf(Call call, Lock lock) {
        return call.owner().equals(lock.owner()) && call.token() == lock.token();
    }

    private boolean wasWanted(Call handOver) {
        return before(handOver.end(), handOver.document())
                .filter(call -> call.request() == Request.ASK)
                .anyMatch(call -> Optional.of(call.owner()).equals(handOver.to()));
    }

    /** The calls about a document that began before. */
    private Stream<Call> before(long moment, String document) {
        return history.calls().stream()
                .takeWhile(call -> call.begin() < moment)
                .filter(call -> call.document().equals(document));
    }
}
