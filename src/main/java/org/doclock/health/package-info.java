/**
 * Whether DocLock works, for whoever looks after it: MicroProfile Health (liveness and readiness)
 * and MicroProfile Metrics. Only the classes named Metrics know MicroProfile Metrics: a server
 * without it passes them over.
 */
package org.doclock.health;
