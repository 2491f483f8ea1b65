/**
 * What changes about locks, told inside this server: {@link org.doclock.events.LockEvents} hears
 * what Redis publishes, {@link org.doclock.events.LiveView} keeps what is locked in memory and
 * knows what ends by itself. Both work only while somebody needs them, and decide nothing: every
 * grant and refusal is Redis's.
 */
package org.doclock.events;
