package org.doclock.rest;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doclock.locking.DocumentLock;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The status of many documents, in the order they were asked for. */
@Schema(name = "StatusesAnswer")
@JsonbPropertyOrder({"success", "statuses"})
public record StatusesAnswer(
        @Schema(description = "Always true.") boolean success,
        @Schema(description = "One for each id, in the order of the request.")
                List<DocumentStatus> statuses) {

    /** One document's status. */
    @Schema(name = "DocumentStatus")
    @JsonbPropertyOrder({"docId", "isLocked", "lockInfo"})
    public record DocumentStatus(
            String docId, boolean isLocked, @Schema(ref = "LockInfo") Optional<LockInfo> lockInfo) {

        static DocumentStatus of(String docId, Map<String, DocumentLock> held, Caller caller) {
            Optional<LockInfo> lock =
                    Optional.ofNullable(held.get(docId)).map(it -> LockInfo.of(it, caller));
            return new DocumentStatus(docId, lock.isPresent(), lock);
        }
    }
}
