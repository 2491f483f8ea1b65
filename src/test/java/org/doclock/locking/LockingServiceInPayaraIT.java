package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ejb.EJBAccessException;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult.Status;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.doclock.Deployments;
import org.doclock.RedisLook;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract inside Payara, on the EJB that applications inject. */
@ExtendWith(ArquillianExtension.class)
public class LockingServiceInPayaraIT extends LockingServiceContract {

    @Inject private LockingService service;
    @Inject private IdentityStoreHandler stores;

    private LockingService direct;

    @BeforeEach
    void open() {
        direct = new LockingService(LockingSettings.from(ConfigProvider.getConfig()));
    }

    @AfterEach
    void close() {
        direct.stop();
    }

    @Deployment
    static WebArchive docLock() {
        return Deployments.docLockWith(
                ContractSpeech.class,
                HandOverContract.class,
                NoticeContract.class,
                QueueContract.class,
                LockingServiceContract.class,
                PublishedEvents.class,
                OtherUsers.class);
    }

    @Test
    void administratorsMethodsAskForTheRole() {
        assertThatThrownBy(() -> service.getAllLocks()).isInstanceOf(EJBAccessException.class);
        assertThatThrownBy(() -> service.clearAllLocks("root", Optional.empty()))
                .isInstanceOf(EJBAccessException.class);
        assertThatThrownBy(
                        () ->
                                service.forceReleaseLock(
                                        "any", "root", Optional.empty(), OptionalLong.empty()))
                .isInstanceOf(EJBAccessException.class);
    }

    @Test
    void anotherIdentityStoreOfTheApplicationJoinsInAndTheBuiltInOneLetsNobodyIn() {
        assertThat(
                        stores.validate(new UsernamePasswordCredential("erika", "from-ldap"))
                                .getStatus())
                .isEqualTo(Status.VALID);
        for (String name : List.of("alice", "admin", "root", "")) {
            assertThat(stores.validate(new UsernamePasswordCredential(name, name)).getStatus())
                    .isEqualTo(Status.INVALID);
        }
    }

    @Override
    LockingService locks() {
        return service;
    }

    /** Below the check of roles; through it, administrators are tested over REST. */
    @Override
    LockingService administration() {
        return direct;
    }

    /** Without DocLock's own user, who may do only what DocLock needs. */
    @Override
    RedisLook look() {
        URI own = ConfigProvider.getConfig().getValue("doclock.redis.uri", URI.class);
        return RedisLook.at(URI.create("redis://" + own.getHost() + ":" + own.getPort()));
    }
}
