package org.doclock.bench;

/** What is measured; one operation of each is what its text says. */
enum Work {
    LOCK("acquire + release", "SET NX PX + compare-and-delete"),
    REFUSAL("refusal naming the holder", "SET NX PX of a held key"),
    RENEW("renewal", "compare-and-PEXPIRE"),
    STATUS("status with expiry", "GET"),
    BATCH_STATUS("status of 100 documents", "MGET of 100"),
    THREE_LOCKS("acquireLocks + releaseLocks of 3", "the baseline's in two pipelines");

    final String text;
    final String baseline;

    Work(String text, String baseline) {
        this.text = text;
        this.baseline = baseline;
    }
}
