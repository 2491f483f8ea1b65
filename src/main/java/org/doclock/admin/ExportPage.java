package org.doclock.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doclock.locking.DocumentLock;

/** The locks that match, as CSV (RFC 4180). */
@Named("exportPage")
@RequestScoped
@AdministratorsOnly
public class ExportPage {

    @Inject private LockListing listing;
    @Inject private FacesContext faces;

    public void write() throws IOException {
        ExternalContext external = faces.getExternalContext();
        Optional<LockListing.Part> part =
                listing.find(
                        LockFilter.of(external.getRequestParameterMap()),
                        LockColumn.DOCUMENT,
                        false,
                        0,
                        Integer.MAX_VALUE);
        if (part.isEmpty()) {
            external.responseSendError(503, "The locks are not known at the moment");
        } else {
            external.setResponseContentType("text/csv");
            external.setResponseCharacterEncoding("UTF-8");
            external.setResponseHeader("Cache-Control", "no-store");
            external.setResponseHeader("Content-Disposition", "attachment; filename=\"locks.csv\"");
            write(part.get().rows(), external.getResponseOutputWriter());
        }
        faces.responseComplete();
    }

    private void write(List<LockRow> rows, Writer csv) throws IOException {
        csv.write("document,user,name,since,ends,sessions,token\r\n");
        for (LockRow row : rows) {
            DocumentLock lock = row.lock();
            csv.write(
                    Stream.of(
                                    lock.documentId(),
                                    lock.userId(),
                                    lock.username().orElse(""),
                                    Instant.ofEpochMilli(lock.timestamp()).toString(),
                                    row.isWithoutEnd()
                                            ? ""
                                            : Instant.ofEpochMilli(lock.expiresAt()).toString(),
                                    Integer.toString(listing.sessionsOf(lock.userId())),
                                    Long.toString(lock.token()))
                            .map(ExportPage::cell)
                            .collect(Collectors.joining(",", "", "\r\n")));
        }
    }

    /**
     * A spreadsheet would take what begins like a formula for one (OWASP, "CSV Injection"): an
     * apostrophe in front makes it a text.
     */
    static String cell(String text) {
        String harmless = text.matches("(?s)[=+\\-@\t\r\n].*") ? "'" + text : text;
        return harmless.matches("(?s).*[,\"\r\n'].*")
                ? "\"" + harmless.replace("\"", "\"\"") + "\""
                : harmless;
    }
}
