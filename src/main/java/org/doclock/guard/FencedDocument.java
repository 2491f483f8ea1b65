package org.doclock.guard;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The entity whose row stands for a document in the database, and holds its fence: the highest
 * fencing token that any guarded transaction has shown. Every guarded transaction raises it before
 * it reads anything, and none with an older token gets past it (the idea is Martin Kleppmann's,
 * "How to do distributed locking", 2016).
 *
 * <p>The fence is a {@code long} attribute that JPA never writes, or an entity would bring an old
 * one back:
 *
 * <pre>{@code
 * @Column(nullable = false, insertable = false, updatable = false,
 *         columnDefinition = "BIGINT DEFAULT 0 NOT NULL")
 * private long fence;
 * }</pre>
 *
 * <p>Table and columns are taken from {@code @Table} and {@code @Column}, or else from the names of
 * class and attributes; name them here where a naming strategy makes others. The id is a single
 * attribute of type {@code Long}, {@code Integer} or {@code String}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface FencedDocument {

    /** The prefix of the document's id: {@code "quote-"} for {@code quote-7}. */
    String prefix();

    /** The attribute with the fence. */
    String fence() default "fence";

    /** The table; empty for the one that the mapping says. */
    String table() default "";

    /** The column of the id; empty for the one that the mapping says. */
    String idColumn() default "";

    /** The column of the fence; empty for the one that the mapping says. */
    String fenceColumn() default "";
}
