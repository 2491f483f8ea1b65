package org.doclock.guard;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.doclock.Api.Answer;
import org.doclock.guard.edits.Content;
import org.doclock.guard.edits.State;

/**
 * Somebody who edits one sheet after the other and takes so long over it that every other lock has
 * ended by the time of the save; and on a server that pauses in between as well.
 */
final class Editor {

    private static final int PATIENCE = 40;
    private static final int SAVES_IN_A_ROW = 3;

    /** So many sheets are wanted more than the others. */
    private static final int HOT = 2;

    private final SheetClient client;
    private final List<Long> sheets;
    private final String name;
    private final long ttl;
    private final URI redis;
    private final Random random;
    private final Consumer<Attempt> report;
    private int saves;

    /**
     * @param random decides what is edited and how long everything takes
     */
    Editor(
            SheetClient client,
            List<Long> sheets,
            String name,
            Duration ttl,
            URI redis,
            Random random,
            Consumer<Attempt> report) {
        this.client = client;
        this.sheets = sheets;
        this.name = name;
        this.ttl = ttl.toMillis();
        this.redis = redis;
        this.random = random;
        this.report = report;
    }

    void run(BooleanSupplier goOn) {
        try (GrantLook look = new GrantLook(redis)) {
            while (goOn.getAsBoolean()) {
                long sheet =
                        sheets.get(random.nextInt(random.nextInt(3) > 0 ? HOT : sheets.size()));
                client.look(sheet);
                begin(sheet, goOn).ifPresent(state -> edit(sheet, state, look));
            }
        }
    }

    private Optional<State> begin(long sheet, BooleanSupplier goOn) {
        for (int i = 0; i < PATIENCE && goOn.getAsBoolean(); i++) {
            Answer answer = client.begin(sheet, "?" + pauseAtServer(1, 4).orElse(""));
            if (answer.status() == 200) {
                return Optional.of(State.of(answer.json()));
            }
            if (answer.status() != 409 && answer.status() != 503) {
                report(Attempt.Outcome.FAILED, "begin " + detail(answer));
            }
            sleep(ttl / 10);
        }
        return Optional.empty();
    }

    private void edit(long sheet, State read, GrantLook look) {
        State state = read;
        for (int i = 1; i <= SAVES_IN_A_ROW; i++) {
            boolean finish = i == SAVES_IN_A_ROW || random.nextInt(3) > 0;
            Optional<State> saved = save(sheet, state, finish, look);
            if (saved.isEmpty() || finish) {
                return;
            }
            state = saved.get();
        }
    }

    private Optional<State> save(long sheet, State state, boolean finish, GrantLook look) {
        saves++;
        Content content = change(state.content());
        String query = "?finish=" + finish + "&" + pauseSomewhere();
        String documentId = client.variant().documentId(sheet);
        boolean heldBefore = look.token(documentId) == state.token();
        Answer answer = client.save(sheet, state, content, saveId(), query);
        boolean heldAfter = look.token(documentId) == state.token();
        if (answer.status() == 200) {
            report(Attempt.Outcome.ACCEPTED, "");
            return Optional.of(State.of(answer.json()));
        }
        if (answer.status() != 409 && answer.status() != 503) {
            report(Attempt.Outcome.FAILED, "save " + detail(answer));
        } else if (heldBefore && heldAfter) {
            report(Attempt.Outcome.RIGHTFUL_HOLDER_REFUSED, detail(answer));
        } else {
            report(Attempt.Outcome.REFUSED, detail(answer));
        }
        return Optional.empty();
    }

    private Content change(Content content) {
        return random.nextBoolean()
                ? content.withTitle(saveId())
                : content.withRow(random.nextInt(Content.ROWS), saveId());
    }

    /** The editor's own pause is made here, the server's is asked for. */
    private String pauseSomewhere() {
        Optional<String> atServer = pauseAtServer(3, 4);
        if (atServer.isEmpty()) {
            sleep(pause());
        }
        return atServer.orElse("");
    }

    /** So many times of so many. */
    private Optional<String> pauseAtServer(int times, int of) {
        return Optional.of(random.nextBoolean() ? "after-check=" : "in-transaction=")
                .filter(where -> random.nextInt(of) < times)
                .map(where -> where + pause());
    }

    private long pause() {
        return random.nextLong(2 * ttl);
    }

    private String saveId() {
        return name + "-" + saves;
    }

    private void report(Attempt.Outcome outcome, String detail) {
        report.accept(new Attempt(client.variant(), saveId(), outcome, detail));
    }

    private static String detail(Answer answer) {
        return answer.status() + " " + answer.body().replaceAll("\\s+", " ");
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
