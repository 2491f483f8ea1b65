package org.doclock.locking;

/**
 * When calls travel together.
 *
 * @param lanes of each node, 0 to 16; 0 to send every call by itself
 * @param from how many calls have to be under way for the next one to travel with others: below
 *     that a call that goes straight out is quicker
 */
public record GroupCommit(int lanes, int from) {

    private static final int MOST_LANES = 16;
    private static final int FROM = 6;

    /**
     * @throws IllegalArgumentException naming the setting and what it may be
     */
    public GroupCommit {
        Settings.check(
                lanes >= 0 && lanes <= MOST_LANES,
                "doclock.redis.lanes must be from 0 to " + MOST_LANES);
    }

    static GroupCommit of(int lanes) {
        return new GroupCommit(lanes, FROM);
    }

    boolean isAsked() {
        return lanes > 0;
    }
}
