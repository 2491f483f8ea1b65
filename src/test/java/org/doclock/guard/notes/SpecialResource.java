package org.doclock.guard.notes;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.concurrent.ExecutionException;

/** Reaches the special ones over HTTP, where there is a caller who has signed in. */
@Path("special/{id}")
@ApplicationScoped
public class SpecialResource {

    @Inject private SpecialNotes notes;
    @Inject private NightJobs jobs;

    @POST
    @Path("save-without-redis")
    public void save(@PathParam("id") long id) {
        notes.saveWithoutRedis(id, "new");
    }

    @POST
    @Path("change-without-redis")
    public void change(@PathParam("id") long id) {
        notes.changeWithoutRedis(id, "new");
    }

    @POST
    @Path("for-nobody")
    public void forNobody(@PathParam("id") long id) throws Throwable {
        try {
            jobs.forNobody("note-" + id).get();
        } catch (ExecutionException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw cause;
        }
    }
}
