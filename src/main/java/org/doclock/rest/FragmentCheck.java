package org.doclock.rest;

import jakarta.servlet.ServletContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Logger;

/**
 * Says so at deployment where the application switched DocLock's web fragment off. As a feature of
 * JAX-RS: such an application's container asks the jar for no listener and no initializer, and
 * Payara tells no observer in a jar of the servlet context.
 */
@Provider
public class FragmentCheck implements Feature {

    /** Set by web-fragment.xml and by nothing else. */
    private static final String SIGN = "org.doclock.web-fragment";

    private static final Logger LOG = Logger.getLogger(FragmentCheck.class.getName());

    @Context private ServletContext application;

    @Override
    public boolean configure(FeatureContext context) {
        if (application.getInitParameter(SIGN) == null) {
            LOG.warning(
                    "DocLock's web fragment was not applied to \""
                            + application.getContextPath()
                            + "\", and its security constraint of /admin/* is missing there: add"
                            + " <name>doclock</name> to <absolute-ordering> in web.xml, or the"
                            + " constraint itself. Locks and guarded methods work all the same");
        }
        return false;
    }
}
