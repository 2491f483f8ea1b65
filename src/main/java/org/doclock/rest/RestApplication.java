package org.doclock.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;

/** Where the REST API lives in the stand-alone WAR. A host application says so itself. */
@ApplicationPath("api")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "DocLock",
                        version = "1.0",
                        description =
                                "Keeps two people from editing the same business document at once.",
                        license =
                                @License(
                                        name = "Apache-2.0",
                                        url = "https://www.apache.org/licenses/LICENSE-2.0")))
public class RestApplication extends Application {

    /** Jersey would answer OPTIONS with a description that names its own classes. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
