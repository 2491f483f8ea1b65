package org.doclock;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a client and Redis. Asked to, it lets one request through and cuts the connection
 * instead of passing the answer on: Redis has done it, the client cannot know.
 */
public final class CuttingProxy implements AutoCloseable {

    private final ServerSocket door;
    private final int redisPort;
    private final AtomicReference<Runnable> onNextAnswer = new AtomicReference<>();

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
        onNextAnswer.set(meanwhile);
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
                Runnable meanwhile = answers ? onNextAnswer.getAndSet(null) : null;
                if (meanwhile != null) {
                    meanwhile.run();
                    return;
                }
                out.write(buffer, 0, count);
                out.flush();
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
