package org.doclock.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doclock.events.LockWait;
import org.doclock.events.LockWaiting;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockingReference;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A user's own locks, and who holds what. */
@Path(LockResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
@LockApi
@Tag(name = "Locks", description = "A user's own locks, and who holds what.")
public class LockResource {

    static final String PATH = "lock";

    @Inject private LockingReference locks;
    @Inject private Identity identity;
    @Inject private RequestBodies bodies;
    @Inject private LockWaiting waiting;
    @Inject private WaitingCallers waitingCallers;

    @POST
    @Path("acquire")
    @Operation(
            summary = "Take a lock, or renew it",
            description = "With wait, the answer comes when the lock is granted or the time is up.")
    @APIResponse(
            responseCode = "200",
            description = "Yours: acquired, renewed, resumed or taken over.",
            content = @Content(schema = @Schema(ref = "LockAnswer")))
    @APIResponse(
            responseCode = "409",
            description = "LOCKED: somebody else holds it, or the user in another session.",
            content = @Content(schema = @Schema(ref = "Error")))
    public Object acquire(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(ref = "AcquireRequest")))
                    InputStream body,
            @Context HttpServletResponse response) {
        AcquireRequest request = bodies.read(body, AcquireRequest.class);
        LockOwner owner = identity.owner(request.userId(), request.username(), request.sessionId());
        Duration wait = request.waitTime();
        if (wait.isZero() || !waitingCallers.canWait()) {
            return LockAnswers.of(
                    locks.get().acquireLock(request.docId(), owner, request.options()),
                    Caller.of(owner));
        }
        LockWait waiting =
                this.waiting.acquireLock(request.docId(), owner, request.options(), wait);
        return waitingCallers.answer(waiting, response, Caller.of(owner));
    }

    @POST
    @Path("release")
    @Operation(summary = "Give a lock back", description = "Leaving twice is no error.")
    @APIResponse(
            responseCode = "200",
            description = "Released, or there was nothing to release.",
            content = @Content(schema = @Schema(ref = "LockAnswer")))
    @APIResponse(
            responseCode = "409",
            description = "LOCKED: somebody else holds it, or the user in another session.",
            content = @Content(schema = @Schema(ref = "Error")))
    public LockAnswer release(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(ref = "ReleaseRequest")))
                    InputStream body) {
        ReleaseRequest request = bodies.read(body, ReleaseRequest.class);
        LockOwner owner = identity.owner(request.userId(), Optional.empty(), request.sessionId());
        Duration grace = Duration.ofSeconds(request.grace().orElse(0));
        return LockAnswers.withoutLock(
                locks.get().releaseLock(request.docId(), owner, request.token(), grace),
                Caller.of(owner));
    }

    @POST
    @Path("extend")
    @Operation(summary = "Keep a lock (heartbeat)", description = "A lock is never shortened.")
    @APIResponse(
            responseCode = "200",
            description = "Extended.",
            content = @Content(schema = @Schema(ref = "LockAnswer")))
    @APIResponse(
            responseCode = "409",
            description = "LOCKED or NOT_HELD: somebody else holds it, or the grant has ended.",
            content = @Content(schema = @Schema(ref = "Error")))
    public LockAnswer extend(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(ref = "ExtendRequest")))
                    InputStream body) {
        ExtendRequest request = bodies.read(body, ExtendRequest.class);
        LockOwner owner = identity.owner(request.userId(), Optional.empty(), request.sessionId());
        Optional<Duration> ttl = request.ttl().stream().mapToObj(Duration::ofSeconds).findFirst();
        return LockAnswers.of(
                locks.get().extendLock(request.docId(), owner, request.token(), ttl),
                Caller.of(owner));
    }

    @GET
    @Path("status/{docId}")
    @Operation(summary = "Is a document locked, and by whom?")
    @APIResponse(
            responseCode = "200",
            description = "The document's status.",
            content = @Content(schema = @Schema(ref = "StatusAnswer")))
    public StatusAnswer status(
            @Parameter(
                            description =
                                    "The document: one URL-encoded segment. An id with a backslash"
                                            + " or NUL goes through POST status.")
                    @PathParam("docId")
                    String docId,
            @Parameter(description = "The caller's editing session, for mine.")
                    @HeaderParam("X-Lock-Session")
                    String sessionId) {
        LockOwner owner =
                identity.owner(Optional.empty(), Optional.empty(), Optional.ofNullable(sessionId));
        return locks.get()
                .getLockInfo(docId)
                .map(lock -> held(lock, identity.viewer(owner)))
                .orElseGet(StatusAnswer::free);
    }

    private StatusAnswer held(DocumentLock lock, Caller viewer) {
        Optional<List<RequestInfo>> requests =
                Optional.of(lock)
                        .filter(viewer::maySeeRequests)
                        .map(it -> RequestInfo.of(locks.get().getLockRequests(it.documentId())))
                        .filter(it -> !it.isEmpty());
        return new StatusAnswer(true, true, Optional.of(LockInfo.of(lock, viewer)), requests);
    }

    @POST
    @Path("status")
    @Operation(summary = "The status of up to 1,000 documents in one round trip")
    @APIResponse(
            responseCode = "200",
            description = "Each document's status, in order.",
            content = @Content(schema = @Schema(ref = "StatusesAnswer")))
    public StatusesAnswer statuses(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(ref = "StatusRequest")))
                    InputStream body) {
        StatusRequest request = bodies.read(body, StatusRequest.class, StatusRequest.MAX_BYTES);
        Caller caller = identity.viewer(request.userId(), request.sessionId());
        Map<String, DocumentLock> held = locks.get().getLockInfos(request.docIds());
        return new StatusesAnswer(
                true,
                request.docIds().stream()
                        .map(docId -> StatusesAnswer.DocumentStatus.of(docId, held, caller))
                        .toList());
    }
}
