package org.doclock.host;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Map;
import java.util.Set;

/** Its own users, each with the name as password. */
@BasicAuthenticationMechanismDefinition(realmName = "host")
@ApplicationScoped
public class HostLogin implements IdentityStore {

    private static final Map<String, Set<String>> GROUPS =
            Map.of(
                    "alice",
                    Set.of(),
                    "bob",
                    Set.of(),
                    "clara",
                    Set.of("clerk"),
                    "adam",
                    Set.of("lock-admin"));

    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        String name = credential.getCaller();
        return GROUPS.containsKey(name) && credential.compareTo(name, name)
                ? new CredentialValidationResult(name, GROUPS.get(name))
                : CredentialValidationResult.INVALID_RESULT;
    }
}
