package org.doclock.quoting;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/**
 * Quotes over HTTP. An editor names its tab in {@code X-Lock-Session} and shows its grant in {@code
 * X-Lock-Token}; DocLock reads both, and answers 409 for those whom it refuses.
 */
@Path("quotes")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class QuoteResource {

    @Inject private QuoteService quotes;

    @GET
    public List<QuoteSummary> list() {
        return quotes.list();
    }

    @GET
    @Path("{id}")
    public QuoteContent open(@PathParam("id") long id) {
        return quotes.open(id);
    }

    @POST
    @Path("{id}/edit")
    public Editing startEditing(@PathParam("id") long id) {
        return quotes.startEditing(id);
    }

    @PUT
    @Path("{id}/lines/{lineId}")
    @Consumes(MediaType.APPLICATION_JSON)
    public QuoteContent changeLine(
            @PathParam("id") long id,
            @PathParam("lineId") long lineId,
            @NotNull @Valid LineChange change) {
        return quotes.changeLine(id, lineId, change);
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public QuoteContent save(@PathParam("id") long id, @NotNull @Valid QuoteForm form) {
        return quotes.save(id, form);
    }

    @POST
    @Path("{id}/approve")
    @Consumes(MediaType.APPLICATION_JSON)
    public QuoteContent approve(@PathParam("id") long id, @NotNull @Valid Approval approval) {
        return quotes.approve(id, approval.version());
    }

    @POST
    @Path("{id}/merge")
    @Consumes(MediaType.APPLICATION_JSON)
    public QuoteContent merge(@PathParam("id") long id, @NotNull @Valid Merge merge) {
        return quotes.mergeQuotes(merge.from(), merge.fromVersion(), id, merge.version());
    }
}
