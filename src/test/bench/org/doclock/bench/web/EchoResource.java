package org.doclock.bench.web;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Parses JSON and answers JSON, as the lock resource does, and nothing else. */
@Path("echo")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class EchoResource {

    /** What an acquire says. */
    public record Asked(String docId, String sessionId, int ttl) {}

    /** As long as the answer to an acquire. */
    public record Answered(boolean success, String message, Info lockInfo) {}

    /** As long as the lock in it. */
    public record Info(
            String userId, String sessionId, long timestamp, String docId, long expiresAt) {}

    @POST
    public Answered post(Asked asked) {
        return answer(asked.docId(), asked.sessionId());
    }

    @GET
    @Path("{docId}")
    public Answered get(@PathParam("docId") String docId) {
        return answer(docId, "tab-1");
    }

    private static Answered answer(String docId, String sessionId) {
        return new Answered(
                true,
                "Lock acquired successfully",
                new Info("alice", sessionId, 1795657468185L, docId, 1795657768185L));
    }
}
