package org.doclock.rest;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.Optional;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockRequest;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How a document stands where a stream of events begins. */
@Schema(name = "WatchedDocument", description = "One of the locks in the event snapshot.")
@JsonbPropertyOrder({"docId", "isLocked", "lockInfo", "requests"})
public record WatchedDocument(
        @Schema(description = "The document.") String docId,
        @Schema(description = "Whether it is locked.") boolean isLocked,
        @Schema(ref = "LockInfo") Optional<LockInfo> lockInfo,
        @Schema(description = "Who asks to edit it; only to its holder.")
                Optional<List<RequestInfo>> requests) {

    static WatchedDocument free(String docId) {
        return new WatchedDocument(docId, false, Optional.empty(), Optional.empty());
    }

    static WatchedDocument of(DocumentLock lock, Caller viewer, List<LockRequest> requests) {
        return new WatchedDocument(
                lock.documentId(),
                true,
                Optional.of(LockInfo.of(lock, viewer)),
                Optional.of(RequestInfo.of(requests)).filter(it -> !it.isEmpty()));
    }
}
