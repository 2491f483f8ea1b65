package org.doclock.admin;

/** What became of one grant that was to be ended. */
enum GrantState {
    /** Not tried yet. */
    WAITING,
    /** It was ended. */
    DONE,
    /** Its holder was told, and it ends soon. */
    NOTICED,
    /** It had ended before. */
    ENDED,
    /** It had ended before, and somebody else was granted the document since, who keeps it. */
    CHANGED_HANDS,
    /** It stands as it did. */
    NOT_DONE,
    /** Redis did not answer: it is settled when Redis is back. */
    UNKNOWN,
    /** Redis did not answer; when it was back, the grant had ended, by this act or otherwise. */
    ENDED_SINCE
}
