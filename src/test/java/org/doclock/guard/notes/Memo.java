package org.doclock.guard.notes;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A document without a fence: its lock is looked at once more before each commit. */
@Entity
public class Memo extends Text {

    @Id private long id;
}
