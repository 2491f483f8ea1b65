package org.doclock.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import java.time.Duration;
import java.util.Optional;

/** Asks the identity stores whether a password is right, not more often than is allowed. */
@ApplicationScoped
public class PasswordCheck {

    /** Longer ones are not looked at: they would only cost time. */
    private static final int LONGEST = 256;

    @Inject private IdentityStoreHandler stores;
    @Inject private SignInAttempts attempts;
    @Inject private VerifiedCredentials verified;

    /**
     * For callers that send their password with every request: what was right a moment ago is not
     * asked again.
     *
     * @throws TooManyAttemptsException if the name or the address has to wait
     */
    Optional<CredentialValidationResult> checkOften(String name, String password, String address) {
        Optional<CredentialValidationResult> known = verified.find(name, password);
        if (known.isPresent()) {
            return known;
        }
        Optional<CredentialValidationResult> caller = check(name, password, address);
        caller.ifPresent(it -> verified.remember(name, password, it));
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
            throw new TooManyAttemptsException(wait);
        }
        if (name.length() > LONGEST || password.length() > LONGEST) {
            return Optional.empty();
        }
        CredentialValidationResult result =
                stores.validate(new UsernamePasswordCredential(name, password));
        if (result.getStatus() != CredentialValidationResult.Status.VALID) {
            return Optional.empty();
        }
        attempts.succeed(name, address);
        return Optional.of(result);
    }
}
