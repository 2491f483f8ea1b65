package org.doclock.locking;

import java.util.List;

/**
 * What this server has granted and refused lately; other servers count their own.
 *
 * @param minutes the last hour, minute by minute, the oldest first
 * @param contended the documents that were refused most often since the server began, the most
 *     contended first; where very many are, some may be forgotten
 */
public record LockFigures(List<Minute> minutes, List<Contended> contended) {

    /**
     * @param began epoch milliseconds by this server's clock
     */
    public record Minute(long began, long grants, long refusals) {}

    /**
     * @param refusals how often somebody was told that another holds the document
     */
    public record Contended(String documentId, long refusals) {}
}
