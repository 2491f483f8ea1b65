package org.doclock.guard;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.PostActivate;
import jakarta.ejb.PrePassivate;
import jakarta.ejb.Schedule;
import jakarta.ejb.Schedules;
import jakarta.ejb.Timeout;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.AroundTimeout;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockOwner;

/** What a method has from those that it overrides or implements, which interceptors do not see. */
final class MethodLineage {

    private static final Set<Class<? extends Annotation>> FOR_THE_CONTAINER =
            Set.of(
                    PostConstruct.class,
                    PreDestroy.class,
                    PrePassivate.class,
                    PostActivate.class,
                    AroundInvoke.class,
                    AroundTimeout.class,
                    Inject.class);

    private static final Set<Class<? extends Annotation>> OF_TIMERS =
            Set.of(Timeout.class, Schedule.class, Schedules.class);

    private MethodLineage() {}

    /** Whether it is not the method of its name that an instance of the type runs. */
    static boolean isOverriddenIn(Class<?> type, Method method) {
        for (Class<?> below = type;
                below != method.getDeclaringClass();
                below = below.getSuperclass()) {
            if (Arrays.stream(below.getDeclaredMethods())
                    .anyMatch(other -> !other.isSynthetic() && overrides(other, method))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a method above it is guarded, by itself or by its type. */
    static boolean isGuardedAbove(Class<?> type, Method method) {
        return above(type, method)
                .anyMatch(
                        other ->
                                other.isAnnotationPresent(RequiresDocumentLock.class)
                                        || other.getDeclaringClass()
                                                .isAnnotationPresent(RequiresDocumentLock.class));
    }

    /** The parameters that name documents, here or above; what stands here wins. */
    static Map<Integer, DocumentId> documentIds(Class<?> type, Method method) {
        Map<Integer, DocumentId> ids = new TreeMap<>();
        Stream.concat(Stream.of(method), above(type, method))
                .forEach(
                        source -> {
                            Parameter[] parameters = source.getParameters();
                            for (int i = 0; i < parameters.length; i++) {
                                DocumentId id = parameters[i].getAnnotation(DocumentId.class);
                                if (id != null) {
                                    ids.putIfAbsent(i, id);
                                }
                            }
                        });
        return ids;
    }

    /** Which parameters say who calls. */
    static List<Integer> ownerParameters(Method method) {
        Class<?>[] types = method.getParameterTypes();
        return IntStream.range(0, types.length)
                .filter(i -> types[i] == LockOwner.class || types[i] == DocumentLock.class)
                .boxed()
                .toList();
    }

    /** Whether the container calls it past all interceptors, as it does not with observers. */
    static boolean isForTheContainer(Method method) {
        return FOR_THE_CONTAINER.stream().anyMatch(method::isAnnotationPresent);
    }

    /** Whether the timer service calls it, whatever its visibility. */
    static boolean isTimer(Method method) {
        return OF_TIMERS.stream().anyMatch(method::isAnnotationPresent);
    }

    /** The methods of a class and its superclasses, those that are overridden included. */
    static Stream<Method> methods(Class<?> type) {
        return Stream.<Class<?>>iterate(
                        type, owner -> owner != null && owner != Object.class, Class::getSuperclass)
                .flatMap(owner -> Arrays.stream(owner.getDeclaredMethods()));
    }

    /** Whether a method of the compiler's may be there to call this one. */
    static boolean mayBridge(Method bridge, Method method) {
        Class<?>[] wide = bridge.getParameterTypes();
        Class<?>[] narrow = method.getParameterTypes();
        return !method.isBridge()
                && bridge.getName().equals(method.getName())
                && wide.length == narrow.length
                && IntStream.range(0, wide.length)
                        .allMatch(i -> wide[i].isAssignableFrom(narrow[i]));
    }

    private static Stream<Method> above(Class<?> type, Method method) {
        Set<Class<?>> types = new LinkedHashSet<>();
        collect(type, types);
        types.remove(method.getDeclaringClass());
        return types.stream()
                .flatMap(other -> Arrays.stream(other.getDeclaredMethods()))
                .filter(other -> !other.isSynthetic() && overrides(method, other));
    }

    private static void collect(Class<?> type, Set<Class<?>> types) {
        if (type != null && type != Object.class && types.add(type)) {
            collect(type.getSuperclass(), types);
            Arrays.stream(type.getInterfaces()).forEach(it -> collect(it, types));
        }
    }

    /** Parameters may be narrower than above, where those are type variables. */
    private static boolean overrides(Method method, Method other) {
        return other.getName().equals(method.getName())
                && !Modifier.isStatic(other.getModifiers())
                && !Modifier.isPrivate(other.getModifiers())
                && other.getParameterCount() == method.getParameterCount()
                && IntStream.range(0, other.getParameterCount())
                        .allMatch(i -> isSameOrVariable(other, method, i));
    }

    private static boolean isSameOrVariable(Method other, Method method, int i) {
        Class<?> above = other.getParameterTypes()[i];
        Class<?> here = method.getParameterTypes()[i];
        return above == here
                || (!(other.getGenericParameterTypes()[i] instanceof Class<?>)
                        && above.isAssignableFrom(here));
    }
}
