package org.doclock.security;

import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.GroupPrincipalCallback;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import java.io.IOException;
import java.security.Principal;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;

/**
 * Tells the container who makes one request.
 *
 * @param client gets the caller's names
 * @param isNeeded whether nobody unknown may go on
 */
record ContainerLogin(CallbackHandler container, Subject client, boolean isNeeded) {

    /**
     * @throws IllegalArgumentException if the caller was not found to be who they say
     */
    AuthStatus of(CredentialValidationResult caller) {
        if (caller.getStatus() != CredentialValidationResult.Status.VALID) {
            throw new IllegalArgumentException("Nobody was found: " + caller.getStatus());
        }
        return tell(
                new CallerPrincipalCallback(client, caller.getCallerPrincipal()),
                groups(caller.getCallerGroups()));
    }

    AuthStatus of(SignedIn caller) {
        return tell(new CallerPrincipalCallback(client, caller.name()), groups(caller.groups()));
    }

    AuthStatus ofNobody() {
        return tell(new CallerPrincipalCallback(client, (Principal) null));
    }

    private Callback groups(Set<String> names) {
        return new GroupPrincipalCallback(client, names.toArray(String[]::new));
    }

    private AuthStatus tell(Callback... callbacks) {
        try {
            container.handle(callbacks);
            return AuthStatus.SUCCESS;
        } catch (IOException | UnsupportedCallbackException e) {
            throw new IllegalStateException("Every container takes these", e);
        }
    }
}
