package org.doclock.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doclock.chaos.History.Act;
import org.doclock.chaos.History.Announcement;
import org.doclock.chaos.History.Call;
import org.doclock.chaos.History.Disturbance;
import org.doclock.chaos.History.Edit;
import org.doclock.chaos.History.Lock;
import org.doclock.chaos.History.Loss;
import org.doclock.chaos.History.Owner;
import org.doclock.chaos.History.Request;
import org.doclock.chaos.History.Row;
import org.doclock.chaos.History.Verdict;

/**
 * A history of one document in short, one thing after the other, {@code ;} in between:
 *
 * <ul>
 *   <li>{@code anna ACQUIRE ACQUIRED 7 1000-1500}: a call, its result, and the lock it showed:
 *       token and time. {@code anna2} is another tab of anna's.
 *   <li>{@code anna RELEASE RELEASED 7}: a call that showed a token. {@code anna HAND_OVER
 *       TRANSFERRED 7 ben}: to whom.
 *   <li>{@code said acquired ACQUIRED anna 7 1000-1500 1000}: Redis, at the last of these times.
 *   <li>{@code read anna 7}, {@code save anna 7 b from a version 2 DONE}: {@code -} is nothing.
 *   <li>{@code lost 1200}, {@code killed}, {@code row 2 7 b}: version, fence and save at the end.
 *   <li>{@code meanwhile ben …}: a call that began before the thing before, and ended after it.
 * </ul>
 */
final class Story {

    private static final String DOCUMENT = "sheet-1";

    private final List<Call> calls = new ArrayList<>();
    private final List<Edit> edits = new ArrayList<>();
    private final List<Announcement> announcements = new ArrayList<>();
    private final List<Loss> losses = new ArrayList<>();
    private final List<Disturbance> disturbances = new ArrayList<>();
    private Row row = new Row(0, 0, "");
    private long now;

    private Story() {}

    static History of(boolean oneRedis, String text) {
        Story story = new Story();
        for (String thing : text.split(";")) {
            story.add(thing.trim().split(" +"));
        }
        return new History(
                oneRedis,
                story.calls,
                story.edits,
                story.announcements,
                story.losses,
                story.disturbances,
                Map.of(DOCUMENT, story.row));
    }

    private void add(String... it) {
        now += 2;
        switch (it[0]) {
            case "said" -> {
                Lock lock = lock(it[3], it[4], it[5]);
                long at = Long.parseLong(it[6]);
                announcements.add(new Announcement("redis", it[1], it[2], lock, at, now));
            }
            case "read" -> edit(it[1], it[2], "-", Optional.empty(), "0", "DONE");
            case "save" -> edit(it[1], it[2], it[5], Optional.of(it[3]), it[7], it[8]);
            case "lost" -> losses.add(new Loss(Long.parseLong(it[1])));
            case "killed" -> disturbances.add(new Disturbance(Act.KILL, "redis", now, now + 1));
            case "row" -> row = new Row(Long.parseLong(it[1]), Long.parseLong(it[2]), it[3]);
            case "meanwhile" -> call(now - 3, Arrays.copyOfRange(it, 1, it.length));
            default -> call(now, it);
        }
    }

    private void call(long begin, String... it) {
        boolean showsLock = it.length > 4 && it[4].contains("-");
        calls.add(
                new Call(
                        owner(it[0]),
                        0,
                        Request.valueOf(it[1]),
                        DOCUMENT,
                        showsLock ? 0 : Long.parseLong(it[3]),
                        it.length > 4 && !showsLock ? Optional.of(owner(it[4])) : Optional.empty(),
                        begin,
                        now + 1,
                        it[2],
                        showsLock
                                ? Optional.of(lock(it.length > 5 ? it[5] : it[0], it[3], it[4]))
                                : Optional.empty()));
    }

    private void edit(
            String owner,
            String token,
            String base,
            Optional<String> saved,
            String version,
            String verdict) {
        edits.add(
                new Edit(
                        owner(owner),
                        DOCUMENT,
                        Long.parseLong(token),
                        base.equals("-") ? "" : base,
                        saved,
                        Long.parseLong(version),
                        Verdict.valueOf(verdict),
                        now,
                        now + 1));
    }

    private static Lock lock(String owner, String token, String time) {
        String[] ends = time.split("-");
        return new Lock(
                DOCUMENT,
                owner(owner),
                Long.parseLong(token),
                Long.parseLong(ends[0]),
                Long.parseLong(ends[1]));
    }

    private static Owner owner(String name) {
        return name.endsWith("2")
                ? new Owner(name.substring(0, name.length() - 1), "tab-2")
                : new Owner(name, "tab-1");
    }
}
