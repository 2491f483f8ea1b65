package org.doclock.admin;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.security.enterprise.SecurityContext;
import org.doclock.locking.LockRoles;

@Interceptor
@AdministratorsOnly
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class AdministratorsInterceptor {

    @Inject private SecurityContext security;

    @AroundInvoke
    Object administratorsOnly(InvocationContext call) throws Exception {
        if (!security.isCallerInRole(LockRoles.ADMINISTRATOR)) {
            throw new NotAdministratorException();
        }
        return call.proceed();
    }
}
