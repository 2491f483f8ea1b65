package org.doclock.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.doclock.events.LiveView;
import org.doclock.events.LockSnapshot;
import org.doclock.locking.LockingService;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Everybody's locks, for administrators. */
@Path(LockResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
@LockApi
@Tag(name = "Administration", description = "Everybody's locks, for administrators.")
public class AllLocksResource {

    @Inject private LockingService locks;
    @Inject private LiveView view;
    @Inject private Identity identity;
    @Inject private RequestBodies bodies;

    @GET
    @Operation(summary = "All locks, sorted by document id, page by page")
    @APIResponse(
            responseCode = "200",
            description = "A page of locks.",
            content = @Content(schema = @Schema(ref = "LocksAnswer")))
    public LocksAnswer list(
            @Parameter(description = "Only this user's locks.") @QueryParam("user") String user,
            @Parameter(description = "Only documents whose id begins so.") @QueryParam("prefix")
                    String prefix,
            @Parameter(description = "The most locks on a page, 1 to 1,000; 100 if not given.")
                    @QueryParam("limit")
                    String limit,
            @Parameter(description = "The cursor of the page before.") @QueryParam("cursor")
                    String cursor) {
        Caller caller = identity.viewer(Optional.empty(), Optional.empty());
        LockQuery query = LockQuery.of(user, prefix, limit, cursor);
        if (!caller.isAdministrator()) {
            throw identity.refusal();
        }
        return query.page(
                view.locks().map(LockSnapshot::locks).orElseGet(locks::getAllLocks), caller);
    }

    @POST
    @Path("force-release")
    @Operation(
            summary = "End a lock, whoever holds it",
            description =
                    "At once, or after a notice in which the holder can save. A lock that has ended"
                            + " already is no error.")
    @APIResponse(
            responseCode = "200",
            description = "Ended, ending, or there was nothing to end.",
            content = @Content(schema = @Schema(ref = "LockAnswer")))
    public LockAnswer forceRelease(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(ref = "ForceReleaseRequest")))
                    InputStream body) {
        ForceReleaseRequest request = bodies.read(body, ForceReleaseRequest.class);
        String admin = identity.administrator(request.adminUserId());
        return LockAnswers.of(
                locks.forceReleaseLock(
                        request.docId(),
                        admin,
                        request.reason(),
                        request.token(),
                        Duration.ofSeconds(request.graceSeconds().orElse(0))),
                identity.viewer(Optional.empty(), Optional.empty()));
    }

    @DELETE
    @Operation(summary = "End every lock there is")
    @APIResponse(
            responseCode = "200",
            description = "How many locks were ended.",
            content = @Content(schema = @Schema(ref = "ClearAnswer")))
    public ClearAnswer clear(
            @Parameter(description = "The caller, if sent.") @QueryParam("adminUserId")
                    String adminUserId,
            @Parameter(description = "Why, for the record.") @QueryParam("reason") String reason) {
        String admin = identity.administrator(Optional.ofNullable(adminUserId));
        long cleared = locks.clearAllLocks(admin, Optional.ofNullable(reason));
        return new ClearAnswer(true, "All locks cleared", cleared);
    }
}
