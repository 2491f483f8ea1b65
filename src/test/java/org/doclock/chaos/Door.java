package org.doclock.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one way to a Redis node for those who must go through here: it can be shut in several ways.
 */
final class Door implements AutoCloseable {

    enum State {
        OPEN,
        /** Nothing passes, and what was sent meanwhile arrives when the door opens again. */
        SILENT,
        /** Replicas get nothing new from their master; everybody else is served. */
        NO_NEWS_FOR_REPLICAS,
        /** Every connection is closed, and each new one as soon as it comes. */
        SHUT
    }

    private final ServerSocket entrance;
    private final int redisPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private State state = State.OPEN;

    Door(int redisPort) {
        this.redisPort = redisPort;
        try {
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    synchronized void set(State newState) {
        state = newState;
        if (state == State.SHUT) {
            sockets.forEach(Door::end);
        }
        notifyAll();
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set(State.SHUT);
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Link link = new Link(entrance.accept());
                daemon(() -> link.open());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private synchronized boolean admit(Socket socket) {
        return state != State.SHUT && sockets.add(socket);
    }

    private synchronized void pass(Link link, boolean answer) throws InterruptedException {
        while (state == State.SILENT
                || state == State.NO_NEWS_FOR_REPLICAS && answer && link.toReplica) {
            wait();
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "door");
        thread.setDaemon(true);
        thread.start();
    }

    /** A connection through the door. */
    private final class Link {

        private final Socket client;
        private volatile boolean toReplica;

        private Link(Socket client) {
            this.client = client;
        }

        private void open() {
            try (Socket from = client;
                    Socket redis = new Socket(InetAddress.getLoopbackAddress(), redisPort)) {
                if (admit(from) && admit(redis)) {
                    daemon(() -> pump(redis, from, true));
                    pump(from, redis, false);
                }
            } catch (IOException away) {
                end(client);
            }
        }

        private void pump(Socket from, Socket to, boolean answer) {
            byte[] buffer = new byte[64 * 1024];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (!answer && new String(buffer, 0, count, ISO_8859_1).contains("PSYNC")) {
                        toReplica = true;
                    }
                    pass(this, answer);
                    out.write(buffer, 0, count);
                    out.flush();
                }
            } catch (IOException closed) {
                // The other direction has ended: so does this one.
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                sockets.remove(from);
                sockets.remove(to);
            }
        }
    }
}
