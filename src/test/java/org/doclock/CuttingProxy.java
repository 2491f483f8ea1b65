package org.doclock;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a client and Redis. Asked to, it lets one request through and disturbs the answer:
 * Redis has done it, the client cannot know.
 */
public final class CuttingProxy implements AutoCloseable {

    private final ServerSocket door;
    private final int redisPort;
    private final AtomicReference<Disturbance> onNextAnswer = new AtomicReference<>();
    private volatile Duration delay = Duration.ZERO;

    /** What becomes of an answer. */
    public interface Disturbance {

        /** The connection is cut instead. */
        Disturbance CUT = (answer, length, client) -> false;

        /** The connection is cut when half of it has arrived. */
        Disturbance CUT_IN_THE_MIDDLE =
                (answer, length, client) -> {
                    client.write(answer, 0, length / 2);
                    client.flush();
                    return false;
                };

        /** It never arrives, and the connection stays. */
        Disturbance DROPPED = (answer, length, client) -> true;

        /** Whether the connection stays. */
        boolean disturb(byte[] answer, int length, OutputStream client) throws IOException;
    }

    public CuttingProxy(int redisPort) {
        this.redisPort = redisPort;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    public URI uri() {
        return URI.create("redis://127.0.0.1:" + door.getLocalPort());
    }

    /**
     * Loses the next answer of Redis, whoever it is for.
     *
     * @param meanwhile happens after Redis has done the work and before the client notices
     */
    public void loseNextAnswer(Runnable meanwhile) {
        onNextAnswer.set(
                (answer, length, client) -> {
                    meanwhile.run();
                    return false;
                });
    }

    /** The same of a later answer: so many arrive before. */
    public void loseAnswerAfter(int answers, Runnable meanwhile) {
        if (answers == 0) {
            loseNextAnswer(meanwhile);
            return;
        }
        disturbNextAnswer(
                (answer, length, client) -> {
                    loseAnswerAfter(answers - 1, meanwhile);
                    client.write(answer, 0, length);
                    client.flush();
                    return true;
                });
    }

    /** Disturbs the next answer of Redis, whoever it is for. */
    public void disturbNextAnswer(Disturbance disturbance) {
        onNextAnswer.set(disturbance);
    }

    /** Whether an answer that was to be disturbed has not come yet. */
    public boolean isWaiting() {
        return onNextAnswer.get() != null;
    }

    /** Holds back whatever Redis says from now on. */
    public void delayAnswers(Duration by) {
        delay = by;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket redis = new Socket(InetAddress.getLoopbackAddress(), redisPort);
                daemon(() -> pump(client, redis, false));
                daemon(() -> pump(redis, client, true));
            }
        } catch (IOException closed) {
            onNextAnswer.set(null);
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[64 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                Disturbance disturbance = answers ? onNextAnswer.getAndSet(null) : null;
                if (answers) {
                    LockSupport.parkNanos(delay.toNanos());
                }
                if (disturbance == null) {
                    out.write(buffer, 0, count);
                    out.flush();
                } else if (!disturbance.disturb(buffer, count, out)) {
                    return;
                }
            }
        } catch (IOException closed) {
            // The other direction has ended: so does this one.
            return;
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
