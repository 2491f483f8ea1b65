/**
 * The REST API at {@code lock}, below whatever path the application gives its resources. It holds
 * no rule about locks: it reads requests strictly, asks {@link org.doclock.locking.LockingService},
 * and gives every answer and every error one shape.
 *
 * <p>It may live in other people's applications, so nothing here is global: the error boundary is
 * bound by name ({@link org.doclock.rest.LockApi}), the body reader by type, the filter by path.
 */
package org.doclock.rest;
