package org.doclock.locking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;

/** The users of another program, as an application with a database or a directory has them. */
@ApplicationScoped
public class OtherUsers implements IdentityStore {

    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        return credential.compareTo("erika", "from-ldap")
                ? new CredentialValidationResult("erika")
                : CredentialValidationResult.INVALID_RESULT;
    }
}
