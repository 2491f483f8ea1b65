package org.doclock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The checker finds a planted fault of each kind, and none where there is none. */
class CheckerTest {

    /**
     * @param oneRedis which faults are there if all was one Redis; none, if empty
     * @param many which are if it was several
     */
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "stories.txt", delimiter = '|', emptyValue = "")
    void tells(String what, String story, String oneRedis, String many) {
        assertThat(found(true, story)).isEqualTo(faults(oneRedis));
        assertThat(found(false, story)).isEqualTo(faults(many));
    }

    private static Set<Fault> faults(String names) {
        return names == null
                ? Set.of()
                : Stream.of(names.split(" ")).map(Fault::valueOf).collect(Collectors.toSet());
    }

    private static Set<Fault> found(boolean oneRedis, String story) {
        return Checker.check(Story.of(oneRedis, story)).entrySet().stream()
                .filter(it -> !it.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
