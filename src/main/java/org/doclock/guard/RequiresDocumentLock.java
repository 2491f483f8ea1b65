package org.doclock.guard;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Guards a business method by the lock of its document, named by {@link DocumentId}: on CDI beans,
 * EJBs and JAX-RS resources, on a method or a class (the method wins).
 *
 * <p>A refused call throws {@link org.doclock.locking.DocumentLockedException} (somebody else holds
 * the document) or {@link org.doclock.locking.LockNotHeldException} (the caller's grant has ended),
 * before the method begins; both roll a transaction back. Who calls, and which grants they show, is
 * told by {@link CallerClaims}.
 *
 * <p>As with every interceptor, a call of a method of the same object ({@code this.save()}) is not
 * guarded. A private, static or final method fails the deployment.
 */
@InterceptorBinding
@Inherited
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RequiresDocumentLock {

    /** What the method does with the lock. */
    @Nonbinding
    LockMode value() default LockMode.HOLD;

    /** How long the lock lasts from here, ISO-8601; empty for {@code doclock.ttl.default}. */
    @Nonbinding
    String ttl() default "";

    /**
     * How long {@code BEGIN} and {@code SCOPED} wait for a document that somebody else holds,
     * ISO-8601, at most a minute; empty to refuse at once. The calling thread waits.
     */
    @Nonbinding
    String waitFor() default "";

    /** What to do while Redis does not answer. */
    @Nonbinding
    StoreFailure onStoreFailure() default StoreFailure.REJECT;

    /**
     * The user id that the method acts as, for timers and jobs that nobody calls; empty for the
     * caller.
     */
    @Nonbinding
    String owner() default "";
}
