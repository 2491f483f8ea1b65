package org.doclock.health;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.doclock.Api;

/** What {@code /metrics} says at one moment. */
record Metrics(List<String> lines) {

    static Metrics of(URI server) {
        return new Metrics(Api.anonymous(server).get("/metrics").body().lines().toList());
    }

    List<String> names() {
        return samples().map(it -> it.replaceAll("[{ ].*", "")).distinct().toList();
    }

    /** Over all labels, or those lines that contain some text. */
    double sum(String name, String... text) {
        return samples()
                .filter(it -> it.startsWith(name + "{") || it.startsWith(name + " "))
                .filter(it -> Stream.of(text).allMatch(it::contains))
                .mapToDouble(it -> Double.parseDouble(it.substring(it.lastIndexOf(' '))))
                .sum();
    }

    private Stream<String> samples() {
        return lines.stream().filter(it -> !it.startsWith("#"));
    }
}
