package org.doclock.guard.notes;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Calls the guarded methods of the other beans, and looks at the database past all of them. */
@Path("notes")
@ApplicationScoped
@Produces(MediaType.TEXT_PLAIN)
public class NotesResource {

    @Inject private CdiWriter cdi;
    @Inject private EjbWriter ejb;
    @Inject private BeanManagedWriter beanManaged;

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource database;

    @POST
    @Path("{container}/{documentId}/{mode}")
    public void write(
            @PathParam("container") String container,
            @PathParam("documentId") String documentId,
            @PathParam("mode") String mode,
            @QueryParam("text") String text,
            @QueryParam("ending") Step.Ending ending,
            @QueryParam("expires") boolean expires)
            throws Exception {
        Writer writer =
                switch (container) {
                    case "cdi" -> cdi;
                    case "ejb" -> ejb;
                    default -> beanManaged;
                };
        Step step = new Step(text, ending, expires);
        switch (mode) {
            case "hold" -> writer.hold(documentId, step);
            case "begin" -> writer.begin(documentId, step);
            case "finish" -> writer.finish(documentId, step);
            default -> writer.scoped(documentId, step);
        }
    }

    /** Makes a document, as some program would that knows nothing of the guard. */
    @PUT
    @Path("{table}/{id}")
    public void create(@PathParam("table") String table, @PathParam("id") long id)
            throws SQLException {
        String columns = table.equals("note") ? "(ID, TEXT, VERSION)" : "(ID, TEXT)";
        String values = table.equals("note") ? "(?, 'old', 1)" : "(?, 'old')";
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO " + table + columns + " VALUES " + values)) {
            insert.setLong(1, id);
            insert.executeUpdate();
        }
    }

    @GET
    @Path("{table}/{id}/{column}")
    public String read(
            @PathParam("table") String table,
            @PathParam("id") long id,
            @PathParam("column") String column)
            throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT " + column + " FROM " + table + " WHERE ID = ?")) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
