package org.doclock.admin;

/** Somebody without the role {@code lock-admin} reached a bean of the administrators' pages. */
class NotAdministratorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotAdministratorException() {
        super("This is for administrators (role lock-admin) only");
    }
}
