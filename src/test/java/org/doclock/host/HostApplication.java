package org.doclock.host;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** A REST API that was there before DocLock, and lists none of its classes. */
@ApplicationPath("api")
public class HostApplication extends Application {}
