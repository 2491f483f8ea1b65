/**
 * The locks: what a lock is, who owns it, and every way to take, keep, pass on and end one. {@link
 * org.doclock.locking.LockingService} is the only door; behind it are the Lua scripts beside this
 * package and one Redis client. This package knows nothing of HTTP, Faces or transactions.
 */
package org.doclock.locking;
