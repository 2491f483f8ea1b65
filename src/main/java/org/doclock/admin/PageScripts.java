package org.doclock.admin;

import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.context.ResponseWriter;
import jakarta.faces.context.ResponseWriterWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * PrimeFaces starts its table with scripts inside the page, which a strict content security policy
 * refuses. This lets those of one page run and no others: it gives them a nonce, and names it in
 * the policy that the application has set, if it has. PrimeFaces could do that as well, but only
 * for all pages of the application at once, and then breaks forms of pages that it has no part in.
 */
final class PageScripts extends ResponseWriterWrapper {

    private static final String HEADER = "Content-Security-Policy";
    private static final String OWN_SCRIPTS = "script-src 'self'";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String nonce;

    private PageScripts(ResponseWriter wrapped, String nonce) {
        super(wrapped);
        this.nonce = nonce;
    }

    /** For the page that is about to be rendered whole. */
    static void allow(FacesContext faces) {
        HttpServletResponse response =
                (HttpServletResponse) faces.getExternalContext().getResponse();
        String policy = response.getHeader(HEADER);
        ResponseWriter writer = faces.getResponseWriter();
        boolean whole = writer != null && !faces.getPartialViewContext().isAjaxRequest();
        if (whole && policy != null && policy.contains(OWN_SCRIPTS)) {
            String nonce = nonce();
            response.setHeader(
                    HEADER, policy.replace(OWN_SCRIPTS, OWN_SCRIPTS + " 'nonce-" + nonce + "'"));
            faces.setResponseWriter(new PageScripts(writer, nonce));
        }
    }

    private static String nonce() {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public void startElement(String name, UIComponent component) throws IOException {
        getWrapped().startElement(name, component);
        if (name.equalsIgnoreCase("script")) {
            getWrapped().writeAttribute("nonce", nonce, null);
        }
    }

    @Override
    public ResponseWriter cloneWithWriter(Writer writer) {
        return new PageScripts(getWrapped().cloneWithWriter(writer), nonce);
    }
}
