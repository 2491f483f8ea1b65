package org.doclock.host.guarded;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The host's own way to its guarded methods. It knows nothing of refusals. */
@Path("offers/{id}")
@Consumes(MediaType.TEXT_PLAIN)
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class OfferResource {

    @Inject private OfferService offers;
    @Inject private OfferDesk desk;

    @PathParam("id")
    private String id;

    @PUT
    public void create(String text) {
        offers.create(number(), text);
    }

    @GET
    public OfferService.Row row() {
        return offers.row(number());
    }

    @POST
    @Path("begin")
    public OfferService.Draft begin() {
        return offers.begin(number());
    }

    @POST
    @Path("write")
    public void write(String text) {
        offers.write(number(), text);
    }

    @POST
    @Path("write-by-ejb")
    public void writeByEjb(String text) {
        desk.write(number(), text);
    }

    @POST
    @Path("write-later")
    public CompletionStage<String> writeLater(String text) {
        try {
            offers.write(number(), text);
            return CompletableFuture.completedStage("{}");
        } catch (RuntimeException refused) {
            return CompletableFuture.failedStage(refused).thenApply(String::valueOf);
        }
    }

    @POST
    @Path("finish")
    public void finish(String text) {
        offers.finish(number(), text);
    }

    @POST
    @Path("without-row")
    public void withoutRow() {
        offers.withoutRow(id);
    }

    private long number() {
        return Long.parseLong(id);
    }
}
