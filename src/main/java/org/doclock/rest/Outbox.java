package org.doclock.rest;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What still has to be written to one client, who may be slow or gone: it is written as the client
 * takes it, by threads that many clients share and none holds. Thread-safe.
 */
final class Outbox implements WriteListener {

    /** A client who is further behind has to start anew. */
    private static final int MOST = 500;

    private final ServletOutputStream out;
    private final Executor writers;
    private final Runnable failed;
    private final Queue<Supplier<Iterator<byte[]>>> waiting = new ArrayDeque<>();
    private final AtomicInteger wishes = new AtomicInteger();

    /** Of the writing thread. */
    private Iterator<byte[]> writing = List.<byte[]>of().iterator();

    private volatile boolean open;
    private volatile boolean closed;

    /**
     * @param failed called once when the client is gone, or too far behind
     */
    Outbox(ServletOutputStream out, Executor writers, Runnable failed) {
        this.out = out;
        this.writers = writers;
        this.failed = failed;
    }

    /** The frames are made when it is their turn. */
    void add(Supplier<Iterator<byte[]>> frames) {
        boolean full;
        synchronized (waiting) {
            full = waiting.size() >= MOST;
            if (!full && !closed) {
                waiting.add(frames);
            }
        }
        if (full) {
            fail();
        } else {
            wish();
        }
    }

    void add(byte[] frame) {
        add(() -> List.of(frame).iterator());
    }

    /** What waits is out of date. */
    void clear() {
        synchronized (waiting) {
            waiting.clear();
        }
    }

    void close() {
        closed = true;
        clear();
    }

    @Override
    public void onWritePossible() {
        open = true;
        wish();
    }

    @Override
    public void onError(Throwable gone) {
        fail();
    }

    private void fail() {
        if (!closed) {
            close();
            writers.execute(failed);
        }
    }

    /** Each wish is seen by the thread that writes, or makes one write. */
    private void wish() {
        if (wishes.getAndIncrement() == 0) {
            writers.execute(this::write);
        }
    }

    private void write() {
        int seen = wishes.get();
        while (seen != 0) {
            try {
                writeWhatTheClientTakes();
            } catch (IOException | RuntimeException gone) {
                fail();
            }
            seen = wishes.addAndGet(-seen);
        }
    }

    private void writeWhatTheClientTakes() throws IOException {
        boolean written = false;
        while (open && !closed && out.isReady()) {
            if (writing.hasNext()) {
                out.write(writing.next());
                written = true;
            } else if (!next()) {
                if (written) {
                    out.flush();
                }
                return;
            }
        }
    }

    private boolean next() {
        Supplier<Iterator<byte[]>> next;
        synchronized (waiting) {
            next = waiting.poll();
        }
        if (next == null) {
            return false;
        }
        writing = next.get();
        return true;
    }
}
