package org.doclock.guard.notes;

import org.doclock.guard.DocumentId;

/**
 * A guarded method of each mode; who implements it says which, and finds the documents named here.
 */
public interface Writer {

    void hold(@DocumentId String documentId, Step step) throws Exception;

    void begin(@DocumentId String documentId, Step step) throws Exception;

    void finish(@DocumentId String documentId, Step step) throws Exception;

    void scoped(@DocumentId String documentId, Step step) throws Exception;
}
