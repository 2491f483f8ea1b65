package org.doclock.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.doclock.locking.LockFigures;

/**
 * The bars of an hour, in the units of a drawing that is 360 wide and 80 high.
 *
 * @param most the highest minute
 * @param last the minute before this one, which is over
 * @param total of the hour
 */
public record MinuteChart(List<Bar> bars, long most, long last, long total) {

    private static final int HEIGHT = 80;
    private static final int STEP = 6;
    private static final int LEAST = 2;

    /**
     * @param began epoch milliseconds
     */
    public record Bar(int x, int y, int height, long value, long began) {}

    static MinuteChart of(List<LockFigures.Minute> minutes, ToLongFunction<LockFigures.Minute> of) {
        long most = minutes.stream().mapToLong(of).max().orElse(0);
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < minutes.size(); i++) {
            long value = of.applyAsLong(minutes.get(i));
            int height =
                    value == 0
                            ? 0
                            : (int) Math.max(LEAST, Math.round((double) HEIGHT * value / most));
            bars.add(new Bar(i * STEP, HEIGHT - height, height, value, minutes.get(i).began()));
        }
        long last = minutes.size() < 2 ? 0 : of.applyAsLong(minutes.get(minutes.size() - 2));
        return new MinuteChart(bars, most, last, minutes.stream().mapToLong(of).sum());
    }
}
