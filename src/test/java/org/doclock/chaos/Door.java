package org.doclock.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one way to a port of a Redis node for those who must go through here. It knows by their
 * addresses who they are, and can be shut for everybody or for some.
 */
final class Door implements AutoCloseable {

    enum State {
        OPEN,
        /** Nothing passes, and what was sent meanwhile arrives when the door opens again. */
        SILENT,
        /** Every connection is closed, and each new one as soon as it comes. */
        SHUT
    }

    private final ServerSocket entrance;
    private final int redisPort;
    private final Map<Socket, String> callers = new ConcurrentHashMap<>();
    private final Map<String, State> forSome = new HashMap<>();
    private State forOthers = State.OPEN;

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

    int redisPort() {
        return redisPort;
    }

    /** For everybody. */
    synchronized void set(State state) {
        forSome.clear();
        forOthers = state;
        applied();
    }

    /** For those who call from these addresses. */
    synchronized void set(State state, Collection<String> addresses) {
        addresses.forEach(it -> forSome.put(it, state));
        applied();
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

    private void applied() {
        callers.forEach(
                (socket, caller) -> {
                    if (stateFor(caller) == State.SHUT) {
                        end(socket);
                    }
                });
        notifyAll();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                daemon(() -> open(client, client.getInetAddress().getHostAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void open(Socket client, String caller) {
        try (Socket from = client;
                Socket redis = new Socket(InetAddress.getLoopbackAddress(), redisPort)) {
            if (admit(from, caller) && admit(redis, caller)) {
                daemon(() -> pump(redis, from, caller));
                pump(from, redis, caller);
            }
        } catch (IOException away) {
            end(client);
        } finally {
            callers.remove(client);
        }
    }

    private void pump(Socket from, Socket to, String caller) {
        byte[] buffer = new byte[64 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitPassage(caller);
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException closed) {
            // The other direction has ended: so does this one.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            callers.remove(from);
            callers.remove(to);
        }
    }

    private synchronized boolean admit(Socket socket, String caller) {
        if (stateFor(caller) == State.SHUT) {
            return false;
        }
        callers.put(socket, caller);
        return true;
    }

    private synchronized void awaitPassage(String caller) throws InterruptedException {
        while (stateFor(caller) == State.SILENT) {
            wait();
        }
    }

    private State stateFor(String caller) {
        return forSome.getOrDefault(caller, forOthers);
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
}
