package org.doclock;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Stops a process of ours in the middle of its work, and lets it go on. */
final class Signals {

    private Signals() {}

    static void stop(Process process) {
        send("STOP", process);
    }

    static void goOn(Process process) {
        send("CONT", process);
    }

    private static void send(String name, Process process) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
