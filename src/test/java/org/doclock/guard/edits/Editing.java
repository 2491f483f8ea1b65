package org.doclock.guard.edits;

/** Edits sheets for the caller of the request, protected in one way or another. */
interface Editing {

    long create();

    /** Without a grant, as whoever only looks. */
    State look(long id);

    State begin(long id);

    State save(long id, Form form);

    /** Saves and gives the sheet back. */
    State finish(long id, Form form);

    void putFenceAhead(long id, long micros);
}
