package org.doclock.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.doclock.chaos.History.Edit;
import org.doclock.chaos.History.Row;
import org.doclock.chaos.History.Verdict;

/** Every save that was accepted is in the row, or was read by whoever saved next. */
final class SaveCheck {

    private final History history;

    SaveCheck(History history) {
        this.history = history;
    }

    void check(Map<Fault, List<String>> found) {
        history.edits().stream()
                .filter(it -> it.verdict() == Verdict.OTHER_VERSION)
                .forEach(it -> found.get(Fault.HOLDER_REFUSED).add(it.toString()));
        history.edits().stream()
                .filter(it -> it.verdict() == Verdict.DONE)
                .collect(Collectors.groupingBy(Edit::document))
                .forEach(
                        (document, edits) -> {
                            checkChain(history.rows().get(document), edits, found);
                            checkFence(edits, found);
                        });
    }

    private static void checkChain(Row row, List<Edit> edits, Map<Fault, List<String>> found) {
        List<Edit> saves =
                edits.stream()
                        .filter(it -> it.saved().isPresent())
                        .sorted(Comparator.comparingLong(Edit::version))
                        .toList();
        String last = "";
        for (int i = 0; i < saves.size(); i++) {
            Edit save = saves.get(i);
            if (!save.base().equals(last) || save.version() != i + 1) {
                found.get(Fault.SAVE_LOST).add("'" + last + "' by " + save);
            }
            last = save.saved().orElseThrow();
        }
        if (!row.saved().equals(last) || row.version() != saves.size()) {
            found.get(Fault.SAVE_LOST).add("'" + last + "': the end is " + row);
        }
    }

    /** The edits of one document, in the order in which they began. */
    private static void checkFence(List<Edit> edits, Map<Fault, List<String>> found) {
        List<Edit> byEnd = new ArrayList<>(edits);
        byEnd.sort(Comparator.comparingLong(Edit::end));
        int over = 0;
        long newest = 0;
        for (Edit edit : edits) {
            for (; byEnd.get(over).end() < edit.begin(); over++) {
                newest = Math.max(newest, byEnd.get(over).token());
            }
            if (edit.saved().isPresent() && edit.token() < newest) {
                found.get(Fault.STALE_SAVE).add(edit + " after token " + newest);
            }
        }
    }
}
