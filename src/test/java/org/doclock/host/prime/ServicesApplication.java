package org.doclock.host.prime;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** A REST API at another path than DocLock's own. */
@ApplicationPath("services")
public class ServicesApplication extends Application {}
