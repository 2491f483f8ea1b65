package org.doclock.guard;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of an entity that its rows belong to a document whose fence another row holds, as the lines
 * of a quote do: the guard takes them out of the shared cache. Those that a transaction has read
 * before the guard joined it are read again only as far as refreshing the root cascades to them
 * ({@code CascadeType.REFRESH} or {@code ALL}).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface FencedBy {

    /** The entity with {@link FencedDocument}. */
    Class<?> value();
}
