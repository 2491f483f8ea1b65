package org.doclock.guard;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Finds the accessors of a property such as {@code quote.id}, on records and on beans. */
final class PropertyPath {

    private PropertyPath() {}

    /**
     * @param type of the parameter; of an array or a collection, its elements are meant
     * @throws IllegalArgumentException if there is no such property, or it is no id
     */
    static List<Method> of(Type type, String property) {
        List<Method> path = new ArrayList<>();
        Class<?> at = element(type);
        for (String name : property.isEmpty() ? new String[0] : property.split("\\.", -1)) {
            Method accessor = accessor(at, name);
            path.add(accessor);
            at = accessor.getReturnType();
        }
        if (!DocumentArgument.mayBeId(at)) {
            throw new IllegalArgumentException(
                    "has a @DocumentId that names no id but a "
                            + at.getName()
                            + ": say by which property, a number or a text");
        }
        return path;
    }

    private static Method accessor(Class<?> type, String name) {
        String capital =
                name.isEmpty()
                        ? ""
                        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        for (String candidate : List.of(name, "get" + capital, "is" + capital)) {
            try {
                Method method = type.getMethod(candidate);
                if (method.getReturnType() != void.class && method.trySetAccessible()) {
                    return method;
                }
            } catch (NoSuchMethodException e) {
                continue;
            }
        }
        throw new IllegalArgumentException(
                "has a @DocumentId whose property cannot be read: "
                        + type.getName()
                        + " has no public "
                        + name
                        + "() or get"
                        + capital
                        + "()");
    }

    private static Class<?> element(Type type) {
        if (type instanceof ParameterizedType generic
                && Collection.class.isAssignableFrom(raw(type))) {
            return raw(generic.getActualTypeArguments()[0]);
        }
        if (type instanceof GenericArrayType array) {
            return raw(array.getGenericComponentType());
        }
        return type instanceof Class<?> array && array.isArray()
                ? array.getComponentType()
                : raw(type);
    }

    private static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return raw(generic.getRawType());
        }
        if (type instanceof WildcardType wildcard) {
            return raw(wildcard.getUpperBounds()[0]);
        }
        return Object.class;
    }
}
