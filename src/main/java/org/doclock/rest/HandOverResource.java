package org.doclock.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Optional;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockResult;
import org.doclock.locking.LockingService;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One user asks another to let them edit, and is let. */
@Path(LockResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
@LockApi
@Tag(name = "Hand-over", description = "Asking a holder to let one edit, and letting somebody.")
public class HandOverResource {

    @Inject private LockingService locks;
    @Inject private Identity identity;
    @Inject private RequestBodies bodies;

    @POST
    @Path("request")
    @Operation(
            summary = "Ask the holder of a document to let the caller edit it, or withdraw that",
            description =
                    "A request lasts five minutes. A user has one a document: a new one takes the"
                            + " place of the last.")
    @APIResponse(
            responseCode = "200",
            description = "Asked, or withdrawn.",
            content = @Content(schema = @Schema(ref = "LockAnswer")))
    @APIResponse(
            responseCode = "409",
            description = "NOT_HELD: the document is free. LOCKED: the caller holds it.",
            content = @Content(schema = @Schema(ref = "Error")))
    public LockAnswer request(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(ref = "EditRequest")))
                    InputStream body) {
        EditRequest request = bodies.read(body, EditRequest.class);
        LockOwner asker = identity.owner(request.userId(), request.username(), request.sessionId());
        LockResult result =
                request.withdraw()
                        ? locks.withdrawRequest(request.docId(), asker)
                        : locks.requestLock(request.docId(), asker, request.message());
        return LockAnswers.ofRequest(result, Caller.of(asker));
    }

    @POST
    @Path("hand-over")
    @Operation(
            summary = "Hand a lock to somebody who asks for it",
            description =
                    "A new grant with a new token, for the session that asked, until it is renewed"
                            + " at first for 30 seconds.")
    @APIResponse(
            responseCode = "200",
            description = "Handed over: the lock is theirs.",
            content = @Content(schema = @Schema(ref = "LockAnswer")))
    @APIResponse(
            responseCode = "404",
            description = "NOT_FOUND: the user does not ask for the document (any more).",
            content = @Content(schema = @Schema(ref = "Error")))
    @APIResponse(
            responseCode = "409",
            description = "LOCKED or NOT_HELD: the caller does not hold it (any more).",
            content = @Content(schema = @Schema(ref = "Error")))
    public LockAnswer handOver(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(ref = "HandOverRequest")))
                    InputStream body) {
        HandOverRequest request = bodies.read(body, HandOverRequest.class);
        LockOwner holder = identity.owner(request.userId(), Optional.empty(), request.sessionId());
        return LockAnswers.of(
                locks.handOverLock(
                        request.docId(),
                        holder,
                        request.token(),
                        request.toUserId(),
                        request.toSessionId()),
                Caller.of(holder));
    }
}
