package org.doclock.client;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.doclock.Chromium;

/**
 * A Chromium without Playwright, which makes every tab believe that somebody looks at it. It speaks
 * the Chrome DevTools Protocol, as much as one page needs.
 */
final class PlainChromium implements AutoCloseable {

    private final Process process;
    private final WebSocket socket;
    private final Answers answers;
    private final AtomicInteger lastId = new AtomicInteger();
    private String session = "";

    private PlainChromium(Process process, WebSocket socket, Answers answers) {
        this.process = process;
        this.socket = socket;
        this.answers = answers;
    }

    /** Starts one with an empty profile below the folder. */
    static PlainChromium start(Path folder) throws IOException {
        Path profile = Files.createTempDirectory(Files.createDirectories(folder), "profile");
        Process process =
                new ProcessBuilder(
                                Chromium.command(
                                        List.of(
                                                "--headless=new",
                                                "--no-first-run",
                                                "--remote-debugging-port=0",
                                                "--user-data-dir=" + profile.toAbsolutePath(),
                                                "about:blank")))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Path port = profile.resolve("DevToolsActivePort");
        Awaitility.await().until(() -> Files.exists(port) && Files.readAllLines(port).size() == 2);
        List<String> lines = Files.readAllLines(port);
        Answers answers = new Answers();
        WebSocket socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(
                                URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)),
                                answers)
                        .join();
        PlainChromium browser = new PlainChromium(process, socket, answers);
        browser.attach();
        return browser;
    }

    private void attach() {
        for (JsonElement target :
                send("Target.getTargets", Map.of()).getAsJsonArray("targetInfos")) {
            JsonObject info = target.getAsJsonObject();
            if (info.get("type").getAsString().equals("page")) {
                String id = info.get("targetId").getAsString();
                session =
                        send("Target.attachToTarget", Map.of("targetId", id, "flatten", true))
                                .get("sessionId")
                                .getAsString();
            }
        }
    }

    void signIn(URI server, String user) {
        open(server + "/login.xhtml");
        awaits("document.getElementById('form:submit') !== null");
        ask(
                """
                for (const field of ['name', 'password'])
                  document.getElementById('form:' + field).value = '%s';
                document.getElementById('form:submit').click()"""
                        .formatted(user));
        awaits("document.body.innerText.includes('Signed in as')");
    }

    void open(String address) {
        send("Page.navigate", Map.of("url", address));
    }

    /** Opens another tab in front of the page. */
    void coverByAnotherTab() {
        send("Target.createTarget", Map.of("url", "about:blank"));
    }

    /** Waits until an expression is true in the page. */
    void awaits(String expression) {
        Awaitility.await().until(() -> ask("String(" + expression + ")").equals("true"));
    }

    /** What an expression is in the page, as text. */
    String ask(String expression) {
        JsonObject result =
                send("Runtime.evaluate", Map.of("expression", expression))
                        .getAsJsonObject("result");
        return result.has("value") ? result.get("value").getAsString() : "";
    }

    /** Everything of it stands still, as if the computer slept. */
    void suspend() {
        signal("-STOP");
    }

    void wake() {
        signal("-CONT");
    }

    private void signal(String name) {
        List<String> command = new ArrayList<>(List.of("kill", name));
        command.add(Long.toString(process.pid()));
        process.descendants().map(it -> Long.toString(it.pid())).forEach(command::add);
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonObject send(String method, Map<String, Object> params) {
        int id = lastId.incrementAndGet();
        JsonObject command = new JsonObject();
        command.addProperty("id", id);
        command.addProperty("method", method);
        command.add("params", new Gson().toJsonTree(params));
        if (!session.isEmpty() && !method.startsWith("Target.")) {
            command.addProperty("sessionId", session);
        }
        CompletableFuture<JsonObject> answer = answers.expect(id);
        socket.sendText(command.toString(), true).join();
        return answer.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static final class Answers implements WebSocket.Listener {

        private final Map<Integer, CompletableFuture<JsonObject>> expected =
                new ConcurrentHashMap<>();
        private final StringBuilder text = new StringBuilder();

        CompletableFuture<JsonObject> expect(int id) {
            return expected.computeIfAbsent(id, it -> new CompletableFuture<>());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
                text.setLength(0);
                if (message.has("id")) {
                    JsonObject result = message.getAsJsonObject("result");
                    expect(message.get("id").getAsInt())
                            .complete(result == null ? new JsonObject() : result);
                }
            }
            socket.request(1);
            return null;
        }
    }
}
