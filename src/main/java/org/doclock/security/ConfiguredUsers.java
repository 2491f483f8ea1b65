package org.doclock.security;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.doclock.locking.Settings;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The users of MicroProfile Config: {@code doclock.users} lists the names, {@code
 * doclock.user.<name>.password} has the hash and {@code .roles} the roles of each. Other {@code
 * IdentityStore} beans of the application join in beside it.
 */
@ApplicationScoped
public class ConfiguredUsers implements IdentityStore {

    private static final Logger LOG = Logger.getLogger(ConfiguredUsers.class.getName());

    private record User(String passwordHash, Set<String> roles) {

        /** A record's own would show the hash. */
        @Override
        public String toString() {
            return "User[roles=" + roles + "]";
        }
    }

    @Inject private Pbkdf2PasswordHash hashes;

    private final Map<String, User> users = new HashMap<>();
    private String hashOfNobody;

    @PostConstruct
    void read() {
        read(ConfigProvider.getConfig());
    }

    /**
     * @throws IllegalArgumentException naming the setting that is missing or wrong
     */
    void read(Config config) {
        for (String name : list(config, "doclock.users")) {
            String key = "doclock.user." + name;
            String hash =
                    config.getOptionalValue(key + ".password", String.class)
                            .filter(ConfiguredUsers::isHash)
                            .orElseThrow(
                                    () ->
                                            Settings.invalid(
                                                    key
                                                            + ".password must be a hash made by"
                                                            + " org.doclock.security.PasswordHash"));
            users.put(name, new User(hash, Set.of(list(config, key + ".roles"))));
        }
        // Verified for names that do not exist, so that these take as long as those that do.
        hashOfNobody =
                users.values().stream()
                        .map(User::passwordHash)
                        .max((a, b) -> Integer.compare(iterations(a), iterations(b)))
                        .map(hash -> PasswordHash.of("nobody", iterations(hash)))
                        .orElse("");
    }

    /** A wrong setting fails the deployment, not the first sign-in. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (users.isEmpty()) {
            LOG.warning("No user is configured (doclock.users): the built-in store lets nobody in");
        }
        if (users.values().stream().map(it -> iterations(it.passwordHash())).distinct().count()
                > 1) {
            LOG.warning(
                    "Passwords of doclock.users are hashed with different iterations: the time of an"
                            + " answer tells names with fewer from those that do not exist");
        }
    }

    /** Asked by Jakarta Security, which finds this method by the type of its parameter. */
    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        Optional<User> user = Optional.ofNullable(users.get(credential.getCaller()));
        String hash = user.map(User::passwordHash).orElse(hashOfNobody);
        boolean right = !hash.isEmpty() && hashes.verify(credential.getPassword().getValue(), hash);
        return user.filter(it -> right)
                .map(it -> new CredentialValidationResult(credential.getCaller(), it.roles()))
                .orElse(CredentialValidationResult.INVALID_RESULT);
    }

    private static boolean isHash(String text) {
        String[] parts = text.split(":");
        try {
            return parts.length == 4
                    && parts[0].startsWith("PBKDF2With")
                    && Integer.parseInt(parts[1]) > 0
                    && Base64.getDecoder().decode(parts[2]).length > 0
                    && Base64.getDecoder().decode(parts[3]).length > 0;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static int iterations(String hash) {
        return Integer.parseInt(hash.split(":")[1]);
    }

    private static String[] list(Config config, String key) {
        return Stream.of(config.getOptionalValue(key, String.class).orElse("").split(","))
                .map(String::trim)
                .filter(it -> !it.isEmpty())
                .distinct()
                .toArray(String[]::new);
    }
}
