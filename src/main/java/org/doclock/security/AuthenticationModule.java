package org.doclock.security;

import jakarta.inject.Inject;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.security.auth.message.module.ServerAuthModule;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;

/**
 * Has the container ask {@link Authentication} about each request of this application. A module of
 * Jakarta Authentication: a mechanism of Jakarta Security is wrapped in one of the server's own,
 * which looks the mechanism up by name twice for each request (decision 37).
 */
public class AuthenticationModule implements ServerAuthModule, ServletContextListener {

    private static final String IS_MANDATORY =
            "jakarta.security.auth.message.MessagePolicy.isMandatory";

    @Inject private Authentication authentication;
    private volatile CallbackHandler container;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        AuthConfigFactory.getFactory().registerServerAuthModule(this, event.getServletContext());
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        AuthConfigFactory.getFactory().removeServerAuthModule(event.getServletContext());
    }

    @Override
    public void initialize(
            MessagePolicy ofRequests,
            MessagePolicy ofResponses,
            CallbackHandler handler,
            Map<String, Object> options) {
        container = handler;
    }

    @Override
    public Class<?>[] getSupportedMessageTypes() {
        return new Class<?>[] {HttpServletRequest.class, HttpServletResponse.class};
    }

    @Override
    public AuthStatus validateRequest(MessageInfo message, Subject client, Subject service) {
        return authentication.validate(
                (HttpServletRequest) message.getRequestMessage(),
                (HttpServletResponse) message.getResponseMessage(),
                new ContainerLogin(container, client, isMandatory(message)));
    }

    @Override
    public AuthStatus secureResponse(MessageInfo message, Subject service) {
        return AuthStatus.SEND_SUCCESS;
    }

    @Override
    public void cleanSubject(MessageInfo message, Subject client) {
        client.getPrincipals().clear();
    }

    private static boolean isMandatory(MessageInfo message) {
        return Boolean.parseBoolean((String) message.getMap().get(IS_MANDATORY));
    }
}
