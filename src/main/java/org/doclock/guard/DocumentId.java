package org.doclock.guard;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The parameter that names the document of a guarded method. Several parameters, and arrays or
 * collections, name several documents: they are locked all or none. It is also found on the method
 * of an interface or superclass that the guarded one implements or overrides.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface DocumentId {

    /** What stands before the value: {@code "quote-"} and 7 make {@code quote-7}. */
    String prefix() default "";

    /** Where in the parameter the id is, such as {@code "quote.id"}; empty: it is the parameter. */
    String property() default "";
}
