package org.doclock.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.doclock.locking.AuditQuery;
import org.doclock.locking.LockingService;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was done to locks by others than their holders, for administrators. */
@Path(LockResource.PATH + "/audit")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@LockApi
@Tag(name = "Administration")
public class AuditResource {

    @Inject private LockingService locks;

    @GET
    @Operation(summary = "The audit trail, the newest first")
    @APIResponse(
            responseCode = "200",
            description = "A part of it.",
            content = @Content(schema = @Schema(ref = "AuditAnswer")))
    public AuditAnswer read(
            @Parameter(description = "Only of this document.") @QueryParam("docId") String docId,
            @Parameter(description = "Only what this user did, or what hit this user.")
                    @QueryParam("user")
                    String user,
            @Parameter(description = "The most entries, 1 to 1,000; 100 if not given.")
                    @QueryParam("limit")
                    String limit,
            @Parameter(description = "The cursor of the page before.") @QueryParam("cursor")
                    String cursor) {
        AuditQuery query =
                new AuditQuery(
                        Optional.ofNullable(docId),
                        Optional.ofNullable(user),
                        Optional.ofNullable(cursor),
                        LockQuery.limitOf(limit));
        return AuditAnswer.of(locks.getAuditTrail(query));
    }
}
