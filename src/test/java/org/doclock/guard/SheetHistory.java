package org.doclock.guard;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.doclock.guard.edits.Content;
import org.doclock.guard.edits.State;

/**
 * What a sheet's transactions have written down, in the order in which they had its row.
 *
 * @param first what the sheet said before anybody edited it
 */
record SheetHistory(State first, List<Line> lines) {

    /**
     * A read or a save.
     *
     * @param saveId empty for a read
     * @param fence of the row, in the same transaction
     */
    record Line(
            String saveId,
            String editor,
            long token,
            long fence,
            long baseVersion,
            long version,
            Content base,
            Content content) {

        private static Line of(JsonObject json) {
            return new Line(
                    json.getString("saveId"),
                    json.getString("editor"),
                    json.getJsonNumber("token").longValueExact(),
                    json.getJsonNumber("fence").longValueExact(),
                    json.getJsonNumber("baseVersion").longValueExact(),
                    json.getJsonNumber("version").longValueExact(),
                    Content.of(json.getString("base")),
                    Content.of(json.getString("content")));
        }

        boolean isSave() {
            return !saveId.isEmpty();
        }
    }

    static SheetHistory of(State first, JsonArray lines) {
        return new SheetHistory(
                first, lines.stream().map(JsonObject.class::cast).map(Line::of).toList());
    }

    List<Line> saves() {
        return lines.stream().filter(Line::isSave).toList();
    }

    Set<String> saveIds() {
        return saves().stream().map(Line::saveId).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Saves of child rows only. */
    long savesOfRowsOnly() {
        return saves().stream()
                .filter(save -> save.base().title().equals(save.content().title()))
                .count();
    }

    Content last() {
        List<Line> saves = saves();
        return saves.isEmpty() ? first.content() : saves.get(saves.size() - 1).content();
    }

    /** Saves that a later one overwrote without having seen them. */
    Set<String> lost() {
        Set<String> lost = new TreeSet<>();
        List<Content> said = new ArrayList<>(List.of(first.content()));
        List<Line> saves = saves();
        for (Line save : saves) {
            for (int i = said.lastIndexOf(save.base()) + 1; i < said.size(); i++) {
                // What stands at i was said by the save before i.
                lost.add(i == 0 ? "(unknown)" : saves.get(i - 1).saveId());
            }
            said.add(save.content());
        }
        return lost;
    }

    /** Saves whose version does not follow the one that they were made from. */
    List<Line> outOfStep() {
        List<Line> outOfStep = new ArrayList<>();
        long version = first.version();
        for (Line save : saves()) {
            if (save.baseVersion() != version || save.version() != version + 1) {
                outOfStep.add(save);
            }
            version = save.version();
        }
        return outOfStep;
    }

    /** Saves under an older token than a read or save before them. */
    List<Line> olderTokens() {
        List<Line> older = new ArrayList<>();
        long newest = 0;
        for (Line line : lines) {
            if (line.token() < newest) {
                older.add(line);
            }
            newest = Math.max(newest, line.token());
        }
        return older;
    }

    /** How often the row's fence fell. */
    long olderFences() {
        long fell = 0;
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).fence() < lines.get(i - 1).fence()) {
                fell++;
            }
        }
        return fell;
    }
}
