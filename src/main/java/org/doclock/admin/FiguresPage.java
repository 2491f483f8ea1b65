package org.doclock.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.doclock.locking.LockFigures;
import org.doclock.locking.LockingException;
import org.doclock.locking.LockingService;

/** How Redis and the locks are doing, at a glance. */
@Named("figuresPage")
@RequestScoped
@AdministratorsOnly
public class FiguresPage {

    private static final int LONGEST_SHOWN = 10;
    private static final int PROBES = 5;

    /** No document can have it: only the time is of interest. */
    private static final String PROBE = "\u0000doclock-probe";

    @Inject private LockingService locks;
    @Inject private LockListing listing;

    private Optional<Double> latency = Optional.empty();
    private LockFigures figures = new LockFigures(List.of(), List.of());
    private Optional<LockListing.Part> longest = Optional.empty();

    /** Asks Redis a few times, and takes the middle one of the times that it took. */
    public void open() {
        figures = locks.getFigures();
        longest = listing.find(LockFilter.NONE, LockColumn.SINCE, false, 0, LONGEST_SHOWN);
        try {
            double[] millis = new double[PROBES];
            for (int i = 0; i < PROBES; i++) {
                long start = System.nanoTime();
                locks.isLocked(PROBE);
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            Arrays.sort(millis);
            latency = Optional.of(millis[PROBES / 2]);
        } catch (LockingException unavailable) {
            latency = Optional.empty();
        }
    }

    public boolean isAnswering() {
        return latency.isPresent();
    }

    /** Milliseconds, of a call to Redis and back. */
    public double getLatency() {
        return latency.orElse(0.0);
    }

    public boolean isLive() {
        return longest.isPresent();
    }

    public int getLocks() {
        return longest.map(LockListing.Part::total).orElse(0);
    }

    /** By Redis's clock, epoch milliseconds. */
    public long getNow() {
        return listing.now();
    }

    public List<LockRow> getLongest() {
        return longest.map(LockListing.Part::rows).orElse(List.of());
    }

    public List<LockFigures.Contended> getContended() {
        return figures.contended();
    }

    public MinuteChart getGrants() {
        return MinuteChart.of(figures.minutes(), LockFigures.Minute::grants);
    }

    public MinuteChart getRefusals() {
        return MinuteChart.of(figures.minutes(), LockFigures.Minute::refusals);
    }
}
