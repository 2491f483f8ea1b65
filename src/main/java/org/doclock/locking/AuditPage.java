package org.doclock.locking;

import java.util.List;
import java.util.Optional;

/**
 * A part of the audit trail, the newest first.
 *
 * @param cursor for the next page, whose entries are older; empty at the trail's end. A page may
 *     hold fewer entries than were asked for, even none, and still have a next one: one call looks
 *     through a bounded part of the trail.
 */
public record AuditPage(List<AuditEntry> entries, Optional<String> cursor) {}
