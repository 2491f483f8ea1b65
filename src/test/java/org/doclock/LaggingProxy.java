package org.doclock;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a replica and its master, and delivers what the master says later, in its order.
 */
public final class LaggingProxy implements AutoCloseable {

    private final ServerSocket door;
    private final int masterPort;
    private final Duration lag;
    private volatile boolean cut;

    private record Parcel(long due, byte[] bytes) {}

    public LaggingProxy(int masterPort, Duration lag) {
        this.masterPort = masterPort;
        this.lag = lag;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** What is on its way is lost. */
    public void cut() {
        cut = true;
    }

    @Override
    public void close() {
        cut = true;
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket replica = door.accept();
                Socket master = new Socket(InetAddress.getLoopbackAddress(), masterPort);
                BlockingQueue<Parcel> late = new LinkedBlockingQueue<>();
                daemon(() -> collect(master, late));
                daemon(() -> deliver(late, replica));
                daemon(() -> pass(replica, master));
            }
        } catch (IOException closed) {
            cut = true;
        }
    }

    private void collect(Socket master, BlockingQueue<Parcel> late) {
        byte[] buffer = new byte[64 * 1024];
        try (master) {
            InputStream in = master.getInputStream();
            for (int count = in.read(buffer); count >= 0 && !cut; count = in.read(buffer)) {
                late.add(
                        new Parcel(
                                System.nanoTime() + lag.toNanos(), Arrays.copyOf(buffer, count)));
            }
        } catch (IOException closed) {
            late.clear();
        }
        // Nothing more comes: the replica's end is closed once it has the rest.
        late.add(new Parcel(System.nanoTime(), new byte[0]));
    }

    private void deliver(BlockingQueue<Parcel> late, Socket replica) {
        try (replica) {
            OutputStream out = replica.getOutputStream();
            for (Parcel next = late.take(); next.bytes().length > 0; next = late.take()) {
                TimeUnit.NANOSECONDS.sleep(next.due() - System.nanoTime());
                if (cut) {
                    return;
                }
                out.write(next.bytes());
                out.flush();
            }
        } catch (IOException closed) {
            late.clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException closed) {
            // The other direction has ended: so does this one.
            return;
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "lagging-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
