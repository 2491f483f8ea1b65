package org.doclock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say where only the code knows whether it is true. */
class DocumentationTest {

    private static final Path SETTINGS =
            Path.of("src/main/resources/META-INF/microprofile-config.properties");

    @Test
    void theLeastAccessToRedisIsTheOneThatTheTestsRunWith() throws IOException {
        String page = Files.readString(Path.of("docs/security.md")).replaceAll("\\s+", " ");
        assertThat(page)
                .contains(
                        "ACL SETUSER doclock on >password " + String.join(" ", LeastAccess.RULES),
                        "user doclock on >password "
                                + String.join(" ", LeastAccess.SENTINEL_RULES));
    }

    @Test
    void everySettingThatTheCodeReadsHasADefaultAndIsExplained() throws IOException {
        List<String> defaults = Files.readAllLines(SETTINGS);
        String page = Files.readString(Path.of("docs/operations.md"));
        for (String key : keysIn(Path.of("src/main/java"))) {
            assertThat(defaults).anyMatch(line -> line.matches("(# )?\\Q" + key + "\\E=.*"));
            assertThat(page).contains("`" + key);
        }
    }

    @Test
    void everyDefaultIsExplained() throws IOException {
        String page = Files.readString(Path.of("docs/operations.md"));
        for (String line : Files.readAllLines(SETTINGS)) {
            if (line.startsWith("doclock.")) {
                String[] setting = line.split("=", 2);
                assertThat(page).contains("`" + setting[0] + "` | `" + setting[1] + "`");
            }
        }
    }

    private static Set<String> keysIn(Path folder) throws IOException {
        Pattern key = Pattern.compile("\"(doclock\\.[a-z0-9.-]*[a-z])\"");
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                Matcher matcher = key.matcher(Files.readString(file));
                while (matcher.find()) {
                    keys.add(matcher.group(1));
                }
            }
        }
        assertThat(keys).hasSizeGreaterThan(10);
        return keys;
    }
}
