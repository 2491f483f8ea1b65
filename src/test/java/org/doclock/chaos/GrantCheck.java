package org.doclock.chaos;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.doclock.chaos.History.Announcement;
import org.doclock.chaos.History.Call;
import org.doclock.chaos.History.Request;

/**
 * No two owners have a document at a time. A grant lasts as long as Redis stated, but not beyond
 * its release, the grant that replaced it, or Redis's loss of everything. What ended it may be
 * unknown: where a call was made that would have and nobody can tell whether it did, the grant is
 * taken to have ended.
 */
final class GrantCheck {

    private final History history;
    private final List<Announcement> releases;

    GrantCheck(History history) {
        this.history = history;
        releases =
                history.announcements().stream()
                        .filter(it -> history.oneRedis() && it.isRelease())
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
        }
        for (Announcement release : releases) {
            if (wasTold(release) && !wasAskedFor(release)) {
                found.get(Fault.ENDED_BY_A_STRANGER).add(release.toString());
            }
        }
    }

    /** The grants that began before this one's stated end, up to the one that replaced it. */
    private static List<Grant> following(Grant grant, List<Grant> later) {
        return later.stream()
                .takeWhile(next -> next.beganAt() < grant.until() && !next.replaces(grant))
                .toList();
    }

    private boolean overlap(Grant grant, Grant next) {
        OptionalLong release = releaseOf(grant);
        if (isLostBetween(grant, next)) {
            return false;
        }
        return release.isPresent()
                ? next.beganAt() < release.getAsLong()
                : history.calls().stream()
                        .takeWhile(call -> call.begin() < next.seen())
                        .noneMatch(call -> mayEnd(call, grant) && isLeftOpen(call, next));
    }

    private OptionalLong releaseOf(Grant grant) {
        return releases.stream()
                .filter(it -> it.lock().document().equals(grant.document()))
                .filter(it -> it.lock().token() == grant.token() && it.at() >= grant.beganAt())
                .mapToLong(Announcement::at)
                .findFirst();
    }

    private boolean isLostBetween(Grant grant, Grant next) {
        return history.losses().stream()
                .anyMatch(loss -> grant.beganAt() < loss.at() && loss.at() <= next.beganAt());
    }

    private static boolean mayEnd(Call call, Grant grant) {
        if (!call.document().equals(grant.document())) {
            return false;
        }
        return switch (call.request()) {
            case RELEASE ->
                    call.owner().equals(grant.owner())
                            && call.token() == grant.token()
                            && (call.isUnknown() || call.result().equals("RELEASED"));
            case TAKE_OVER ->
                    call.owner().user().equals(grant.owner().user())
                            && !call.owner().equals(grant.owner())
                            && call.isUnknown();
            default -> false;
        };
    }

    /** A single Redis announces whatever it does, unless it is killed at that moment. */
    private boolean isLeftOpen(Call call, Grant next) {
        return !history.oneRedis()
                || history.disturbances().stream()
                        .filter(it -> it.act().kills())
                        .anyMatch(it -> call.begin() <= it.end() && it.begin() <= next.seen());
    }

    /** A grant whose owner has gone before it could be delivered is given back by the server. */
    private boolean wasTold(Announcement release) {
        return history.calls().stream()
                .flatMap(call -> call.lock().stream())
                .anyMatch(
                        lock ->
                                lock.document().equals(release.lock().document())
                                        && lock.token() == release.lock().token());
    }

    private boolean wasAskedFor(Announcement release) {
        return history.calls().stream()
                .takeWhile(call -> call.begin() < release.seen())
                .anyMatch(
                        call ->
                                call.request() == Request.RELEASE
                                        && call.document().equals(release.lock().document())
                                        && call.owner().equals(release.lock().owner())
                                        && call.token() == release.lock().token());
    }
}
