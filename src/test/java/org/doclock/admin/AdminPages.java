package org.doclock.admin;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Every page and part of a page that the library serves below /admin/. */
final class AdminPages {

    private AdminPages() {}

    static List<String> all() {
        try (Stream<Path> files =
                Files.list(Path.of("src/main/resources/META-INF/resources/admin"))) {
            List<String> pages =
                    files.map(it -> it.getFileName().toString())
                            .filter(it -> it.endsWith(".xhtml"))
                            .map(it -> "/admin/" + it)
                            .sorted()
                            .toList();
            if (pages.size() < 5) {
                throw new IllegalStateException("Where are the pages?");
            }
            return pages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As if the server had forgotten the page that is open. */
    static void forgetView(Page page) {
        page.evaluate(
                "document.querySelectorAll('[name=\"jakarta.faces.ViewState\"]')"
                        + ".forEach(it => { it.value = '1:2'; })");
    }
}
