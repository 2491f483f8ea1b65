package org.doclock.guard;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.doclock.locking.InvalidLockRequestException;

/**
 * Where a guarded method's arguments name documents.
 *
 * @param index which argument
 * @param prefix what stands before the value
 * @param path the accessors that lead from the argument to the value
 */
record DocumentArgument(int index, String prefix, List<Method> path) {

    /** The text of anything else may differ from object to object: no two calls would meet. */
    private static final List<Class<?>> IDS =
            List.of(CharSequence.class, Number.class, Character.class, UUID.class, Enum.class);

    DocumentArgument {
        path = List.copyOf(path);
    }

    /** Whether a value of this type may be an id, or one of its subtypes. */
    static boolean mayBeId(Class<?> type) {
        return (type.isPrimitive() && type != boolean.class)
                || type.isAssignableFrom(String.class)
                || type.isAssignableFrom(Long.class)
                || IDS.stream().anyMatch(it -> it.isAssignableFrom(type));
    }

    List<String> ids(Object[] arguments) {
        Object argument = arguments[index];
        if (argument instanceof Collection<?> several) {
            return several.stream().map(this::id).toList();
        }
        if (argument != null && argument.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(argument))
                    .mapToObj(i -> id(Array.get(argument, i)))
                    .toList();
        }
        return List.of(id(argument));
    }

    private String id(Object argument) {
        Object value = argument;
        for (Method accessor : path) {
            value = read(accessor, present(value));
        }
        return prefix + idOf(present(value));
    }

    private static Object idOf(Object value) {
        if (IDS.stream().noneMatch(it -> it.isInstance(value))) {
            throw new IllegalStateException(
                    "A " + value.getClass().getName() + " is no document id: name its property");
        }
        return value;
    }

    private static Object present(Object value) {
        if (value == null || value.toString().isBlank()) {
            throw new InvalidLockRequestException("The document's id is missing: give one");
        }
        return value;
    }

    private static Object read(Method accessor, Object target) {
        try {
            return accessor.invoke(target);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("The document's id cannot be read: " + accessor, e);
        }
    }
}
