package org.doclock.bench.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** Beside DocLock's REST API in the same WAR, for comparison. */
@ApplicationPath("bench")
public class EchoApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(EchoResource.class);
    }
}
