package org.doclock.guard;

import jakarta.ejb.Asynchronous;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Reads the guarded methods of one class, and finds those that would run unguarded. It looks at all
 * methods that the class has, inherited ones included.
 */
final class GuardInspection {

    private final Class<?> type;
    private final boolean ejb;
    private final Optional<RequiresDocumentLock> ofClass;
    private final Map<Method, GuardedMethod> methods = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * @param ejb of an EJB only public methods and timers are intercepted
     */
    GuardInspection(Class<?> type, boolean ejb) {
        this.type = type;
        this.ejb = ejb;
        ofClass = Optional.ofNullable(type.getAnnotation(RequiresDocumentLock.class));
        MethodLineage.methods(type)
                .filter(method -> !method.isSynthetic())
                .filter(method -> !MethodLineage.isOverriddenIn(type, method))
                .forEach(this::inspect);
        Arrays.stream(type.getMethods()).filter(Method::isDefault).forEach(this::inspectDefault);
        MethodLineage.methods(type).filter(Method::isBridge).forEach(this::addBridge);
    }

    /** The methods of the class that the guard stands before. */
    Map<Method, GuardedMethod> methods() {
        return methods;
    }

    /** What is wrong, each with the method's name and what to do. */
    List<String> problems() {
        return problems;
    }

    private void inspect(Method method) {
        Optional<RequiresDocumentLock> own =
                Optional.ofNullable(method.getAnnotation(RequiresDocumentLock.class));
        if (own.isPresent() && cannotBeIntercepted(method)) {
            problem(
                    method,
                    "cannot be guarded: it must not be private, static or final"
                            + (ejb ? ", and has to be public" : ""));
        } else if (own.isEmpty() && ofClass.isEmpty()) {
            if (MethodLineage.isGuardedAbove(type, method)) {
                problem(
                        method,
                        "overrides or implements a guarded method without being guarded:"
                                + " annotate it with @RequiresDocumentLock as well");
            }
        } else if (own.isPresent() || isBusinessMethod(method)) {
            guard(method, own.or(() -> ofClass).orElseThrow());
        }
    }

    /** One that is not overridden: interceptors do not see it. */
    private void inspectDefault(Method method) {
        if (ofClass.isPresent()
                || method.isAnnotationPresent(RequiresDocumentLock.class)
                || method.getDeclaringClass().isAnnotationPresent(RequiresDocumentLock.class)) {
            problem(method, "cannot be guarded in its interface: override it in the class");
        }
    }

    private void guard(Method method, RequiresDocumentLock guard) {
        if (Modifier.isFinal(type.getModifiers()) || Modifier.isFinal(method.getModifiers())) {
            problem(method, "cannot be guarded: neither it nor its class may be final");
            return;
        }
        if (endsUnseen(method)) {
            problem(
                    method,
                    "cannot be guarded: nobody is told when a Future is done. Return a"
                            + " CompletionStage");
            return;
        }
        Map<Integer, DocumentId> ids = MethodLineage.documentIds(type, method);
        if (ids.isEmpty()) {
            problem(method, "is guarded, but no parameter is a @DocumentId: annotate one");
            return;
        }
        GuardAttributes attributes = new GuardAttributes(guard, what -> problem(method, what));
        methods.put(
                method,
                new GuardedMethod(
                        name(method),
                        guard.value(),
                        attributes.ttl(),
                        attributes.waitFor(),
                        guard.onStoreFailure(),
                        attributes.owner(),
                        documents(method, ids),
                        MethodLineage.ownerParameters(method)));
    }

    /**
     * What the compiler has put before a method, for callers through a generic type or from outside
     * the package of a superclass: some containers name this one in place of the other.
     */
    private void addBridge(Method bridge) {
        List<Method> guarded =
                methods.keySet().stream()
                        .filter(method -> MethodLineage.mayBridge(bridge, method))
                        .toList();
        if (guarded.size() == 1) {
            methods.put(bridge, methods.get(guarded.get(0)));
        }
    }

    private List<DocumentArgument> documents(Method method, Map<Integer, DocumentId> ids) {
        List<DocumentArgument> documents = new ArrayList<>();
        ids.forEach(
                (index, id) -> {
                    try {
                        documents.add(
                                new DocumentArgument(
                                        index,
                                        id.prefix(),
                                        PropertyPath.of(
                                                method.getGenericParameterTypes()[index],
                                                id.property())));
                    } catch (IllegalArgumentException e) {
                        problem(method, e.getMessage());
                    }
                });
        return documents;
    }

    private boolean cannotBeIntercepted(Method method) {
        int modifiers = method.getModifiers();
        return Modifier.isPrivate(modifiers)
                || Modifier.isStatic(modifiers)
                || Modifier.isFinal(modifiers)
                || !isInView(method);
    }

    private boolean isInView(Method method) {
        return !ejb || Modifier.isPublic(method.getModifiers()) || MethodLineage.isTimer(method);
    }

    /** What a guard on the class stands for: what interceptors see. */
    private boolean isBusinessMethod(Method method) {
        int modifiers = method.getModifiers();
        return !Modifier.isPrivate(modifiers)
                && !Modifier.isStatic(modifiers)
                && isInView(method)
                && !MethodLineage.isForTheContainer(method);
    }

    /** The container of an asynchronous EJB calls the guard on the thread that does the work. */
    private boolean endsUnseen(Method method) {
        return method.getReturnType() == Future.class
                && !method.isAnnotationPresent(Asynchronous.class)
                && !method.getDeclaringClass().isAnnotationPresent(Asynchronous.class);
    }

    private void problem(Method method, String what) {
        problems.add(name(method) + " " + what);
    }

    private String name(Method method) {
        List<String> parameters =
                Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList();
        return type.getName() + "." + method.getName() + "(" + String.join(", ", parameters) + ")";
    }
}
