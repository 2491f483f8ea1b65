package org.doclock.locking;

import jakarta.inject.Inject;
import java.net.URI;
import org.doclock.Deployments;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract inside Payara, on the EJB that applications inject. */
@ExtendWith(ArquillianExtension.class)
public class LockingServiceInPayaraIT extends LockingServiceContract {

    @Inject private LockingService service;

    @Deployment
    static WebArchive docLock() {
        return Deployments.docLockWith(LockingServiceContract.class);
    }

    @Override
    LockingService locks() {
        return service;
    }

    @Override
    URI redisUri() {
        return ConfigProvider.getConfig().getValue("doclock.redis.uri", URI.class);
    }
}
