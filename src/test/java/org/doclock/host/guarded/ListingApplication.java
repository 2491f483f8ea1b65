package org.doclock.host.guarded;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.HashSet;
import java.util.Set;
import org.doclock.host.GreetingResource;
import org.doclock.host.HostErrors;
import org.doclock.host.HostJson;
import org.doclock.rest.LockApiClasses;

/** A REST API that lists its classes. */
@ApplicationPath("api")
public class ListingApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        Set<Class<?>> classes =
                new HashSet<>(
                        Set.of(
                                GreetingResource.class,
                                HostErrors.class,
                                HostJson.class,
                                OfferResource.class));
        classes.addAll(LockApiClasses.all());
        return classes;
    }
}
