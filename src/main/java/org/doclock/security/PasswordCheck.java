package org.doclock.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.doclock.locking.AuditAct;
import org.doclock.locking.CallOrigin;
import org.doclock.locking.LockLimits;
import org.doclock.locking.LockingService;

/** Asks the identity stores whether a password is right, not more often than is allowed. */
@ApplicationScoped
public class PasswordCheck {

    /** Longer ones are not looked at: they would only cost time. */
    static final int LONGEST = 256;

    /** Those who check the same password wait for each other; others hardly ever do. */
    private final Object[] turns = Stream.generate(Object::new).limit(256).toArray();

    @Inject private IdentityStoreHandler stores;
    @Inject private SignInAttempts attempts;
    @Inject private LockingService locks;
    @Inject private VerifiedCredentials verified;

    /**
     * For callers that send their password with every request: what was right a moment ago is not
     * asked again, and of many at once the first asks for all.
     *
     * @throws TooManyAttemptsException if the name or the address has to wait
     */
    Optional<CredentialValidationResult> checkOften(String name, String password, String address) {
        String key = verified.key(name, password, address);
        Optional<CredentialValidationResult> known = verified.find(key);
        if (known.isPresent()) {
            return known;
        }
        synchronized (turns[Math.floorMod(key.hashCode(), turns.length)]) {
            known = verified.find(key);
            return known.isPresent() ? known : checkNow(key, name, password, address);
        }
    }

    private Optional<CredentialValidationResult> checkNow(
            String key, String name, String password, String address) {
        Optional<CredentialValidationResult> caller =
                verified.isTrusted(key) ? ask(name, password) : check(name, password, address);
        caller.ifPresentOrElse(it -> verified.remember(key, it), () -> verified.forget(key));
        return caller;
    }

    /**
     * For the sign-in page.
     *
     * @throws TooManyAttemptsException if the name or the address has to wait
     */
    Optional<CredentialValidationResult> check(String name, String password, String address) {
        Duration wait = attempts.begin(name, address);
        if (!wait.isZero()) {
            record(name, address);
            throw new TooManyAttemptsException(wait);
        }
        Optional<CredentialValidationResult> caller = ask(name, password);
        if (caller.isPresent()) {
            attempts.succeed(name, address);
        }
        return caller;
    }

    /** The name is whatever somebody typed, so it is made fit to be shown. */
    private void record(String name, String address) {
        String typed = name.replaceAll("\\p{Cntrl}", "\uFFFD");
        CallOrigin.from(
                address,
                () -> {
                    locks.recordRefusal(
                            AuditAct.SIGN_IN_BLOCKED,
                            typed.substring(0, Math.min(typed.length(), LockLimits.USER_ID_MAX)),
                            "too many wrong passwords");
                    return true;
                });
    }

    private Optional<CredentialValidationResult> ask(String name, String password) {
        if (name.length() > LONGEST || password.length() > LONGEST) {
            return Optional.empty();
        }
        return Optional.of(stores.validate(new UsernamePasswordCredential(name, password)))
                .filter(it -> it.getStatus() == CredentialValidationResult.Status.VALID);
    }
}
