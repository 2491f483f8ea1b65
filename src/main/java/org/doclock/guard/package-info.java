/**
 * Guards business methods by the locks of their documents: {@link
 * org.doclock.guard.RequiresDocumentLock} on the method, {@link org.doclock.guard.DocumentId} on
 * the parameter that names the document, {@link org.doclock.guard.FencedDocument} on the entity
 * whose row it is. {@link org.doclock.guard.LockContext} tells the method about its grant, {@link
 * org.doclock.guard.CallerClaims} tells the guard who calls.
 *
 * <p>A call passes two interceptors. The outer one, before any transaction is begun, takes the lock
 * and gives it back after the transaction; the inner one, inside the transaction, raises the fence
 * of the document's row before anything is read.
 */
package org.doclock.guard;
