package org.doclock.guard;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.ProcessSessionBean;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.doclock.locking.LockingSettings;
import org.doclock.locking.Settings;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Reads the guarded methods of all beans and EJBs at deployment, and fails it where one would run
 * unguarded, or with a lock that it cannot have.
 */
public class GuardExtension implements Extension {

    /** By the class of the bean: two that inherit a method may guard it in different ways. */
    private final Map<Class<?>, Map<Method, GuardedMethod>> beans = new ConcurrentHashMap<>();

    <X> void bean(@Observes ProcessManagedBean<X> bean) {
        if (bean instanceof ProcessSessionBean<?>) {
            return;
        }
        report(bean.getAnnotatedBeanClass().getJavaClass(), false)
                .forEach(problem -> bean.addDefinitionError(Settings.invalid(problem)));
    }

    <X> void ejb(@Observes ProcessSessionBean<X> ejb) {
        report(ejb.getAnnotatedBeanClass().getJavaClass(), true)
                .forEach(problem -> ejb.addDefinitionError(Settings.invalid(problem)));
    }

    void checkTimes(@Observes AfterDeploymentValidation deployment) {
        if (all().stream().allMatch(method -> method.ttl().isEmpty())) {
            return;
        }
        LockingSettings settings = LockingSettings.from(ConfigProvider.getConfig());
        all().stream()
                .filter(method -> !isBetween(settings.minTtl(), method.ttl(), settings.maxTtl()))
                .forEach(
                        method ->
                                deployment.addDeploymentProblem(
                                        Settings.invalid(
                                                method.name()
                                                        + " has a ttl outside doclock.ttl.min and"
                                                        + " doclock.ttl.max")));
    }

    /**
     * @param target of the class of the bean, or of one that the container has derived from it
     * @throws IllegalStateException if the method is of no bean that was seen at deployment
     */
    GuardedMethod guarded(Object target, Method method) {
        for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
            GuardedMethod guarded = beans.getOrDefault(type, Map.of()).get(method);
            if (guarded != null) {
                return guarded;
            }
        }
        throw new IllegalStateException(
                method
                        + " is guarded, but its class was seen by no deployment check: give it a"
                        + " scope annotation such as @RequestScoped, and the guard to itself rather"
                        + " than to a stereotype");
    }

    Collection<GuardedMethod> all() {
        return beans.values().stream()
                .flatMap(methods -> methods.values().stream())
                .collect(Collectors.toSet());
    }

    private List<String> report(Class<?> type, boolean ejb) {
        GuardInspection inspection = new GuardInspection(type, ejb);
        if (!inspection.methods().isEmpty()) {
            beans.put(type, inspection.methods());
        }
        return inspection.problems();
    }

    private static boolean isBetween(Duration min, Optional<Duration> ttl, Duration max) {
        return ttl.filter(it -> it.compareTo(min) < 0 || it.compareTo(max) > 0).isEmpty();
    }
}
