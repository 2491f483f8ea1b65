package org.doclock;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A client of an event stream, on a plain socket, so that it can go away in every way there is. It
 * reads on a thread of its own.
 */
public final class EventClient implements AutoCloseable {

    /** One event. */
    public record Frame(String id, String type, JsonObject data) {

        public JsonObject lockInfo() {
            return data.getJsonObject("lockInfo");
        }
    }

    private final Socket socket;
    private final List<Frame> frames = new ArrayList<>();
    private final List<String> head = new ArrayList<>();
    private int pings;
    private boolean ended;

    /**
     * @param path with its query
     */
    public static EventClient open(
            URI server, String user, String path, Map<String, String> headers) {
        return new EventClient(server, request(server, basic(user), path, headers)).readOn();
    }

    /** Of a browser that is signed in. */
    public static EventClient openSignedIn(URI server, String cookie, String path) {
        return new EventClient(server, request(server, Map.of("Cookie", cookie), path)).readOn();
    }

    /** One that leaves what it is told to the network, until it reads on. */
    public static EventClient openWithoutReading(URI server, String user, String path) {
        return new EventClient(server, request(server, basic(user), path, Map.of()));
    }

    private EventClient(URI server, String request) {
        try {
            socket = new Socket();
            socket.setReceiveBufferSize(64 * 1024);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads from now on. */
    public EventClient readOn() {
        Thread reader = new Thread(this::read, "event-client");
        reader.setDaemon(true);
        reader.start();
        return this;
    }

    private static String basic(String user) {
        String both = user + ":" + user;
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param path with its query
     */
    public static String request(
            URI server, String authorization, String path, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Authorization", authorization);
        return request(server, all, path);
    }

    private static String request(URI server, Map<String, String> headers, String path) {
        StringBuilder request = new StringBuilder();
        request.append("GET ").append(server.getPath()).append(path).append(" HTTP/1.1\r\n");
        request.append("Host: ").append(server.getAuthority()).append("\r\n");
        request.append("Accept: text/event-stream\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        return request.append("\r\n").toString();
    }

    public synchronized List<Frame> frames() {
        return List.copyOf(frames);
    }

    public synchronized int count() {
        return frames.size();
    }

    public synchronized List<String> types() {
        return frames.stream().map(Frame::type).toList();
    }

    public synchronized Optional<Frame> first(String type) {
        return frames.stream().filter(it -> it.type.equals(type)).findFirst();
    }

    public synchronized String head() {
        return String.join("\n", head);
    }

    public synchronized int pings() {
        return pings;
    }

    /** Whether the server has ended the stream. */
    public synchronized boolean isEnded() {
        return ended;
    }

    /** Says goodbye, as a browser does. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a goodbye, as a process that is killed with data unread. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (InputStream in = socket.getInputStream()) {
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                synchronized (this) {
                    head.add(line);
                }
            }
            StringBuilder text = new StringBuilder();
            for (int length = chunk(in); length > 0; length = chunk(in)) {
                text.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
                line(in);
                takeFrames(text);
            }
        } catch (IOException closed) {
            synchronized (this) {
                head.add("closed: " + closed.getMessage());
            }
        }
        synchronized (this) {
            ended = true;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private synchronized void takeFrames(StringBuilder text) {
        for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
            byte[] frame = text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
            text.delete(0, end + 2);
            String utf8 = new String(frame, StandardCharsets.UTF_8);
            if (utf8.equals(": ping")) {
                pings++;
            } else {
                frames.add(frame(utf8));
            }
        }
    }

    private static Frame frame(String text) {
        Map<String, String> fields = new HashMap<>();
        text.lines()
                .map(line -> line.split(": ", 2))
                .forEach(field -> fields.put(field[0], field[1]));
        try (JsonReader reader = Json.createReader(new StringReader(fields.get("data")))) {
            return new Frame(
                    fields.getOrDefault("id", ""), fields.get("event"), reader.readObject());
        }
    }
}
