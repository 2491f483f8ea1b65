package org.doclock.guard.edits;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.OptionalLong;
import org.doclock.guard.CallerClaims;
import org.doclock.guard.LockClaim;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockingService;

/** Sheets over HTTP, in every variant. */
@Path("edits")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class EditsResource {

    @Inject private GuardedSheets guarded;
    @Inject private SelfFencedSheets selfFenced;
    @Inject private ControlSheets controls;
    @Inject private History history;
    @Inject private Gates gates;
    @Inject private LockingService locks;
    @Inject private CallerClaims claims;

    @POST
    @Path("{variant}")
    public JsonObject create(@PathParam("variant") Variant variant) {
        return Json.createObjectBuilder().add("id", sheets(variant).create()).build();
    }

    @GET
    @Path("{variant}/{id}")
    public JsonObject look(@PathParam("variant") Variant variant, @PathParam("id") long id) {
        return sheets(variant).look(id).json();
    }

    @POST
    @Path("{variant}/{id}/begin")
    public JsonObject begin(@PathParam("variant") Variant variant, @PathParam("id") long id) {
        return sheets(variant).begin(id).json();
    }

    @POST
    @Path("{variant}/{id}/save")
    @Consumes(MediaType.APPLICATION_JSON)
    public JsonObject save(
            @PathParam("variant") Variant variant,
            @PathParam("id") long id,
            @QueryParam("finish") @DefaultValue("true") boolean finish,
            JsonObject form) {
        Editing sheets = sheets(variant);
        return (finish ? sheets.finish(id, Form.of(form)) : sheets.save(id, Form.of(form))).json();
    }

    @GET
    @Path("{variant}/{id}/history")
    public JsonArray history(@PathParam("variant") Variant variant, @PathParam("id") long id) {
        return history.of(variant.documentId(id));
    }

    @POST
    @Path("{variant}/{id}/fence-ahead")
    public void putFenceAhead(@PathParam("variant") Variant variant, @PathParam("id") long id) {
        sheets(variant).putFenceAhead(id, Duration.ofHours(1).toNanos() / 1000);
    }

    /** Hands the caller's grant to another user. */
    @POST
    @Path("{variant}/{id}/hand-over")
    public JsonObject handOver(
            @PathParam("variant") Variant variant,
            @PathParam("id") long id,
            @QueryParam("to") String user,
            @QueryParam("session") String session) {
        String documentId = variant.documentId(id);
        LockClaim claim = claims.current().orElseThrow();
        return Json.createObjectBuilder()
                .add(
                        "outcome",
                        locks.transferLock(
                                        documentId,
                                        claim.owner(),
                                        OptionalLong.of(claim.tokens().get(documentId)),
                                        LockOwner.of(user).inSession(session),
                                        Duration.ofMinutes(1))
                                .outcome()
                                .name())
                .build();
    }

    @GET
    @Path("gates/{gate}/reached")
    public boolean isReached(@PathParam("gate") String gate) {
        return gates.isReached(gate);
    }

    @POST
    @Path("gates/{gate}/open")
    public void open(@PathParam("gate") String gate) {
        gates.open(gate);
    }

    private Editing sheets(Variant variant) {
        return switch (variant) {
            case GUARDED -> guarded;
            case ENTITY_FENCE -> selfFenced;
            default -> controls.of(variant);
        };
    }
}
