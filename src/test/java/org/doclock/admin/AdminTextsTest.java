package org.doclock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.doclock.locking.AuditAct;
import org.doclock.locking.AuditOutcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text that the administrators' pages ask for is there, in each language. */
class AdminTextsTest {

    private static final Pattern ASKED = Pattern.compile("adminLanguage\\.text\\.(\\w+)");
    private static final Path PAGES = Path.of("src/main/resources/META-INF/resources/admin");

    @ParameterizedTest
    @ValueSource(strings = {"messages.properties", "messages_de.properties"})
    void noTextIsMissing(String file) throws IOException {
        assertThat(asked()).hasSizeGreaterThan(100).isSubsetOf(written(file));
    }

    /** In the file itself: a language that lacks a text would show the English one. */
    private static Set<String> written(String file) throws IOException {
        Properties texts = new Properties();
        try (Reader reader =
                Files.newBufferedReader(Path.of("src/main/resources/org/doclock/admin", file))) {
            texts.load(reader);
        }
        return texts.stringPropertyNames();
    }

    /** By name in the pages, and by what an entry of the history says. */
    private static Set<String> asked() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> pages = Files.list(PAGES)) {
            for (Path page : pages.filter(it -> it.toString().endsWith(".xhtml")).toList()) {
                Matcher names = ASKED.matcher(Files.readString(page));
                while (names.find()) {
                    keys.add(names.group(1));
                }
            }
        }
        Stream.of(AuditAct.values()).map(Enum::name).forEach(keys::add);
        Stream.of(AuditOutcome.values()).map(Enum::name).forEach(keys::add);
        return keys;
    }
}
