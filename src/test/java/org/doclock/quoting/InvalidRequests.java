package org.doclock.quoting;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.stream.Collectors;

/** Requests with a field that is missing or out of range. */
@Provider
public class InvalidRequests implements ExceptionMapper<ConstraintViolationException> {

    @Override
    public Response toResponse(ConstraintViolationException invalid) {
        String message =
                invalid.getConstraintViolations().stream()
                        .map(it -> field(it) + " " + it.getMessage())
                        .sorted()
                        .collect(Collectors.joining("; "));
        return QuotingError.response(Response.Status.BAD_REQUEST, "INVALID_REQUEST", message);
    }

    /** Where in the form it is, without the method and the parameter that took the form. */
    static String field(ConstraintViolation<?> violation) {
        String field = violation.getPropertyPath().toString().replaceFirst("^\\w+\\.\\w+\\.?", "");
        return field.isEmpty() ? "body" : field;
    }
}
