package org.doclock.security;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.doclock.locking.Settings;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Remembers that a name and password from an address were right. For a short while they are not
 * checked again: a program that sends Basic with every call would pay for the password's hash every
 * time, which is meant to be slow. For a longer while they are checked without being counted as an
 * attempt, so that nobody is locked out by somebody else who guesses at the same name. Keeps a
 * keyed hash, never the password. Thread-safe.
 */
@ApplicationScoped
public class VerifiedCredentials {

    private static final int MOST = 1_000;

    private record Verified(CredentialValidationResult caller, long nanoTime) {

        boolean isYoungerThan(Duration age) {
            return System.nanoTime() - nanoTime < age.toNanos();
        }
    }

    private final Map<String, Verified> verified =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
                    return size() > MOST;
                }
            };
    private final byte[] secret = new byte[32];
    private Duration fresh;
    private Duration trusted;

    @PostConstruct
    void open() {
        new SecureRandom().nextBytes(secret);
        Config config = ConfigProvider.getConfig();
        fresh = Settings.duration(config, "doclock.basic.memory");
        trusted = Settings.duration(config, "doclock.signin.memory");
    }

    /** Begins with the application: a wrong setting fails the deployment, not the first sign-in. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /** Under what a name and password from an address are remembered. */
    String key(String name, String password, String address) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            // Lengths keep "ab" with "c" and "a" with "bc" apart.
            String text = name.length() + ":" + password.length() + ":" + name + password + address;
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    /** The caller, if the password was right so short a while ago that it need not be checked. */
    Optional<CredentialValidationResult> find(String key) {
        synchronized (verified) {
            return Optional.ofNullable(verified.get(key))
                    .filter(it -> it.isYoungerThan(fresh))
                    .map(Verified::caller);
        }
    }

    /** Whether the password was right lately, so that checking it again is no guess. */
    boolean isTrusted(String key) {
        synchronized (verified) {
            return verified.containsKey(key) && verified.get(key).isYoungerThan(trusted);
        }
    }

    void remember(String key, CredentialValidationResult caller) {
        synchronized (verified) {
            verified.remove(key);
            verified.put(key, new Verified(caller, System.nanoTime()));
        }
    }

    void forget(String key) {
        synchronized (verified) {
            verified.remove(key);
        }
    }
}
