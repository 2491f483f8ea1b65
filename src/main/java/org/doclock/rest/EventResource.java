package org.doclock.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doclock.locking.LockingService;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells clients what happens to locks, as it happens. */
@Path(LockResource.PATH)
@ApplicationScoped
@LockApi
@Tag(name = "Locks", description = "A user's own locks, and who holds what.")
public class EventResource {

    @Inject private LockingService locks;
    @Inject private Identity identity;
    @Inject private EventStreams streams;

    /**
     * JAX-RS's own event sink writes in the caller's thread, and waits there for a slow client. So
     * it only suspends the request here, and the events go out by the servlet's non-blocking way.
     */
    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Follow what happens to documents, by server-sent events",
            description =
                    "First a snapshot, or what was missed after Last-Event-ID; then acquired,"
                            + " renewed, released, expired, broken, transferred and requested;"
                            + " not-live while Redis is away, and a new snapshot after it. A comment"
                            + " every 15 seconds. The server ends a stream now and then: come back.")
    @APIResponse(
            responseCode = "200",
            description = "The stream; the data of each event but the snapshot is a LockEvent.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(ref = "LockEvent")))
    public void events(
            @Parameter(
                            description =
                                    "The documents to follow, 1 to 1,000; administrators may name"
                                            + " none, and follow all.")
                    @QueryParam("docId")
                    List<String> docIds,
            @Parameter(description = "The caller's editing session, for mine.")
                    @HeaderParam("X-Lock-Session")
                    String sessionId,
            @Parameter(description = "The id of the last event that arrived.")
                    @HeaderParam("Last-Event-ID")
                    String lastEventId,
            @Context HttpServletRequest request,
            @Context HttpServletResponse response,
            @Suspended AsyncResponse suspended)
            throws IOException {
        Caller viewer = identity.viewer(Optional.empty(), Optional.ofNullable(sessionId));
        EventFilter filter = new EventFilter(checked(docIds, viewer), viewer);
        String user = viewer.owner().userId();
        streams.reserve(user);
        response.setContentType(MediaType.SERVER_SENT_EVENTS + ";charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        streams.begin(
                filter,
                Optional.ofNullable(lastEventId),
                Optional.ofNullable(request.getSession(false)),
                response.getOutputStream(),
                () -> suspended.resume(Response.ok().build()));
    }

    /** Also asks Redis, so that whoever comes while it is away is told so. */
    private Set<String> checked(List<String> docIds, Caller viewer) {
        if (docIds.isEmpty()) {
            if (!viewer.isAdministrator()) {
                throw identity.refusal();
            }
            locks.isLocked("events");
        }
        if (docIds.size() > StatusRequest.MAX_DOCUMENTS) {
            throw ErrorCode.INVALID_REQUEST.exception(
                    "Name at most " + StatusRequest.MAX_DOCUMENTS + " documents");
        }
        locks.getLockInfos(docIds);
        return new LinkedHashSet<>(docIds);
    }
}
