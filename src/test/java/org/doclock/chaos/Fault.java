package org.doclock.chaos;

/** What must not be in a history; some of it may, where Redis itself forgets by failing over. */
enum Fault {
    /** Two owners were granted a document for the same time. */
    OVERLAP,
    /** A grant was ended whose owner had been told of it, and nobody who may had asked for that. */
    ENDED_BY_A_STRANGER,
    /** A grant was handed over to somebody who had not asked for it. */
    HANDED_TO_A_STRANGER,
    /** Two owners, or two grants with one between them, have the same token. */
    TOKEN_TWICE,
    /** A grant's token is not above that of every earlier grant of the document. */
    TOKEN_NOT_GROWN,
    /** A grant went on although a newer one had been granted, or an administrator had ended it. */
    OLD_GRANT_WENT_ON,
    /** A save was overwritten by somebody who had not read it. */
    SAVE_LOST,
    /** A save was taken although somebody with a newer token had read or saved before. */
    STALE_SAVE,
    /** A save with the newest token was refused: somebody wrote under an older one meanwhile. */
    HOLDER_REFUSED
}
