package org.doclock.security;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
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
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Remembers for a short while that a name and password were right. A program that sends Basic with
 * every call would otherwise pay for the password's hash every time, which is meant to be slow; and
 * it is not locked out while somebody else guesses at its name. Keeps a keyed hash of both, never
 * the password. Thread-safe.
 */
@ApplicationScoped
public class VerifiedCredentials {

    private static final int MOST = 1_000;

    private record Verified(CredentialValidationResult caller, long untilNanoTime) {}

    private final Map<String, Verified> verified =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
                    return size() > MOST;
                }
            };
    private final byte[] key = new byte[32];
    private Duration memory;

    @PostConstruct
    void open() {
        new SecureRandom().nextBytes(key);
        memory = ConfigProvider.getConfig().getValue("doclock.basic.memory", Duration.class);
    }

    Optional<CredentialValidationResult> find(String name, String password) {
        String hash = hash(name, password);
        synchronized (verified) {
            return Optional.ofNullable(verified.get(hash))
                    .filter(it -> it.untilNanoTime() - System.nanoTime() > 0)
                    .map(Verified::caller);
        }
    }

    void remember(String name, String password, CredentialValidationResult caller) {
        String hash = hash(name, password);
        synchronized (verified) {
            verified.remove(hash);
            verified.put(hash, new Verified(caller, System.nanoTime() + memory.toNanos()));
        }
    }

    private String hash(String name, String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            // The name's length keeps "ab" with "c" and "a" with "bc" apart.
            mac.update((name.length() + ":" + name + password).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
