package org.doclock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisExecProvider;

/**
 * A real Redis of our own on loopback, which can be killed, restarted, paused and continued. It
 * keeps nothing on disk unless it is told to, and ends with this JVM at the latest. The server is
 * the one that comes with the tests, or the program that the property {@code test.redis} names.
 */
public final class RedisProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> command;
    private final Path folder;
    private final int port;
    private final String readyWhenItLogs;
    private Process process;

    private RedisProcess(int port, List<String> options) throws IOException {
        this(port, "Ready to accept", new ArrayList<>());
        command.addAll(List.of("--port", Integer.toString(port)));
        command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
        command.addAll(options);
    }

    private RedisProcess(int port, String readyWhenItLogs, List<String> command)
            throws IOException {
        this.port = port;
        this.readyWhenItLogs = readyWhenItLogs;
        this.command = command;
        folder = Files.createDirectories(Path.of("target", "redis", Integer.toString(port)));
        command.add(server());
    }

    private static String server() throws IOException {
        String own = System.getProperty("test.redis", "");
        return own.isEmpty() ? RedisExecProvider.defaultProvider().get().getAbsolutePath() : own;
    }

    /** Starts one on a free port; options are redis-server's, and override ours. */
    public static RedisProcess start(String... options) {
        return start(freePort(), options);
    }

    /** Starts one on the given port, which the options may make the one for TLS. */
    public static RedisProcess start(int port, String... options) {
        try {
            return started(new RedisProcess(port, List.of(options)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a sentinel on a free port; lines are its configuration, which it goes on writing. */
    static RedisProcess startSentinel(String... lines) {
        return startSentinel(freePort(), lines);
    }

    /** Starts one on the given port, which the lines may make the one for TLS. */
    public static RedisProcess startSentinel(int port, String... lines) {
        try {
            RedisProcess sentinel = new RedisProcess(port, "+monitor master", new ArrayList<>());
            List<String> all = new ArrayList<>(List.of(lines));
            all.add(0, "bind 127.0.0.1");
            all.add(0, "port " + sentinel.port);
            Files.write(sentinel.folder.resolve("sentinel.conf"), all);
            sentinel.command.addAll(List.of("sentinel.conf", "--sentinel"));
            return started(sentinel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RedisProcess started(RedisProcess redis) {
        Runtime.getRuntime().addShutdownHook(new Thread(redis::close));
        redis.restart();
        return redis;
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    public Jedis connect() {
        return connect(uri());
    }

    /** A connection to look with; it waits long enough to outlast a pause. */
    public static Jedis connect(URI uri) {
        return new Jedis(
                new HostAndPort(uri.getHost(), uri.getPort()),
                DefaultJedisClientConfig.builder(uri)
                        .timeoutMillis(20_000)
                        .autoNegotiateProtocol(false)
                        .build());
    }

    /** Starts it again after {@link #kill()}. */
    public void restart() {
        try {
            process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("redis.log").toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                process.destroyForcibly();
                throw new IllegalStateException("Redis did not start: see " + folder);
            }
            Thread.onSpinWait();
        }
    }

    /** Ends it at once; what it did not keep on disk is gone. */
    public void kill() {
        close();
    }

    /** It stops working and keeps its connections open, like a machine that hangs. */
    public void pause() {
        Signals.stop(process);
    }

    public void resume() {
        Signals.goOn(process);
    }

    /** Processes of its own, such as the one that saves. */
    public Stream<ProcessHandle> children() {
        return process.children();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            await();
        }
    }

    private boolean isReady() {
        try {
            return Files.readString(folder.resolve("redis.log")).contains(readyWhenItLogs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await() {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("Redis did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
