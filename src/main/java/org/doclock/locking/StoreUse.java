package org.doclock.locking;

/**
 * How the connections to Redis are used at this moment.
 *
 * @param calls under way, each with a connection; those that travel together have one
 * @param most how many there may be, of all nodes together
 * @param silentNodes how many nodes are known not to answer, so that callers are refused at once
 */
public record StoreUse(int calls, int most, int silentNodes) {}
