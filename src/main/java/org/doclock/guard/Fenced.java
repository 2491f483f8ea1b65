package org.doclock.guard;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The entity manager through which the guard reaches the rows of {@link FencedDocument}s. The
 * application supplies it, one for each of its persistence units that has such entities:
 *
 * <pre>{@code
 * @Produces @Fenced @PersistenceContext
 * private EntityManager entityManager;
 * }</pre>
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
public @interface Fenced {}
