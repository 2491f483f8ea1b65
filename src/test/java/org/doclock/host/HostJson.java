package org.doclock.host;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyNamingStrategy;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

/** JSON in the host's own spelling. */
@Provider
public class HostJson implements ContextResolver<Jsonb> {

    private static final Jsonb JSON =
            JsonbBuilder.create(
                    new JsonbConfig()
                            .withNullValues(true)
                            .withPropertyNamingStrategy(
                                    PropertyNamingStrategy.LOWER_CASE_WITH_UNDERSCORES));

    @Override
    public Jsonb getContext(Class<?> type) {
        return JSON;
    }
}
