package org.doclock.bench;

import java.util.Collection;

/** A median with the least and the most beside it. */
record Spread(double median, double least, double most) {

    static Spread of(Collection<Double> values) {
        double[] sorted = values.stream().mapToDouble(it -> it).sorted().toArray();
        if (sorted.length == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        return new Spread(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    String text(String form) {
        if (Double.isNaN(median) || most == 0) {
            return "";
        }
        return (form + " (" + form + "–" + form + ")").formatted(median, least, most);
    }
}
