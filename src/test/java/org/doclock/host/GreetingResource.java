package org.doclock.host;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** What the host did before it had DocLock, and how it fails. */
@Path("greeting")
@Produces(MediaType.APPLICATION_JSON)
public class GreetingResource {

    public record Greeting(String hello, String saidBy) {}

    @GET
    public Greeting hello(@Context SecurityContext caller) {
        return new Greeting(
                "you",
                caller.getUserPrincipal() == null ? null : caller.getUserPrincipal().getName());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Greeting echo(Greeting greeting) {
        return greeting;
    }

    @GET
    @Path("failure")
    public Greeting failure() {
        throw new IllegalStateException("not for clients");
    }

    @GET
    @Path("refusal")
    public Greeting refusal() {
        throw new ForbiddenException();
    }

    @GET
    @Path("conflict")
    public Response conflict() {
        return Response.status(409).entity("{\"mine\":true}").build();
    }

    @GET
    @Path("empty")
    public Response empty() {
        return Response.status(503).build();
    }
}
