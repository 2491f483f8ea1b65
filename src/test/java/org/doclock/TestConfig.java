package org.doclock;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** As much of MicroProfile Config as tests without a server need: texts by name. */
public final class TestConfig {

    private TestConfig() {}

    public static Config of(Map<?, ?> values) {
        return (Config)
                Proxy.newProxyInstance(
                        Config.class.getClassLoader(),
                        new Class<?>[] {Config.class},
                        (proxy, method, arguments) -> {
                            Optional<Object> value = Optional.ofNullable(values.get(arguments[0]));
                            return switch (method.getName()) {
                                case "getOptionalValue" -> value;
                                case "getValue" ->
                                        value.orElseThrow(
                                                () -> new NoSuchElementException("not configured"));
                                default -> throw new UnsupportedOperationException();
                            };
                        });
    }
}
