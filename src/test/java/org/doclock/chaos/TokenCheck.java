package org.doclock.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doclock.chaos.History.Announcement;
import org.doclock.chaos.History.Call;
import org.doclock.chaos.History.Lock;
import org.doclock.chaos.History.Owner;

/**
 * A new grant's token is above that of every grant whose answer was there before it was asked for,
 * and belongs to nobody else. What a single Redis announces is in order as well.
 */
final class TokenCheck {

    private final History history;

    TokenCheck(History history) {
        this.history = history;
    }

    void check(Map<Fault, List<String>> found) {
        checkThatNoneIsThereTwice(found);
        history.calls().stream()
                .filter(call -> call.lock().isPresent())
                .collect(Collectors.groupingBy(Call::document))
                .values()
                .forEach(calls -> checkCalls(calls, found));
        if (history.oneRedis()) {
            checkAnnouncements(found);
        }
    }

    private void checkThatNoneIsThereTwice(Map<Fault, List<String>> found) {
        record Token(String document, long number) {}
        Map<Token, Set<Owner>> owners = new HashMap<>();
        Map<Token, Set<Long>> beginnings = new HashMap<>();
        Stream.concat(
                        history.calls().stream().flatMap(it -> it.lock().stream()),
                        history.announcements().stream().map(Announcement::lock))
                .forEach(
                        lock ->
                                owners.computeIfAbsent(
                                                new Token(lock.document(), lock.token()),
                                                any -> new HashSet<>())
                                        .add(lock.owner()));
        Stream.concat(
                        history.calls().stream()
                                .filter(Call::isNewGrant)
                                .flatMap(it -> it.lock().stream()),
                        history.announcements().stream()
                                .filter(Announcement::isNewGrant)
                                .map(Announcement::lock))
                .forEach(
                        lock ->
                                beginnings
                                        .computeIfAbsent(
                                                new Token(lock.document(), lock.token()),
                                                any -> new HashSet<>())
                                        .add(lock.beganAt()));
        owners.forEach((token, some) -> addIfMany(found, token, some));
        beginnings.forEach((token, some) -> addIfMany(found, token, some));
    }

    private static void addIfMany(Map<Fault, List<String>> found, Object token, Set<?> some) {
        if (some.size() > 1) {
            found.get(Fault.TOKEN_TWICE).add(token + ": " + some);
        }
    }

    /** The calls of one document, in the order in which they began. */
    private static void checkCalls(List<Call> calls, Map<Fault, List<String>> found) {
        List<Call> byEnd = new ArrayList<>(calls);
        byEnd.sort(Comparator.comparingLong(Call::end));
        int over = 0;
        long newest = 0;
        for (Call call : calls) {
            for (; byEnd.get(over).end() < call.begin(); over++) {
                newest = Math.max(newest, byEnd.get(over).lock().orElseThrow().token());
            }
            compare(call.isNewGrant(), call.lock().orElseThrow(), newest, call, found);
        }
    }

    private void checkAnnouncements(Map<Fault, List<String>> found) {
        Map<String, Long> newest = new HashMap<>();
        Map<String, Long> broken = new HashMap<>();
        for (Announcement said : history.announcements()) {
            Lock lock = said.lock();
            if (said.type().equals("broken")) {
                broken.put(lock.document(), lock.token());
            } else if (lock.token() == broken.getOrDefault(lock.document(), 0L)) {
                found.get(Fault.OLD_GRANT_WENT_ON).add(said + " had been ended");
            }
            if (!said.isEnd()) {
                long before = newest.getOrDefault(lock.document(), 0L);
                compare(said.isNewGrant(), lock, before, said, found);
                newest.merge(lock.document(), lock.token(), Math::max);
            }
        }
    }

    private static void compare(
            boolean newGrant,
            Lock lock,
            long newest,
            Object evidence,
            Map<Fault, List<String>> found) {
        if (newGrant && lock.token() <= newest) {
            found.get(Fault.TOKEN_NOT_GROWN).add(evidence + " after token " + newest);
        } else if (lock.token() < newest) {
            found.get(Fault.OLD_GRANT_WENT_ON).add(evidence + " after token " + newest);
        }
    }
}
