package org.doclock.rest;

/**
 * A JSON body that {@link RequestBodyReader} reads. Each component of such a record is a field: a
 * {@code String} or {@code List<String>} is required, an {@code Optional<String>} or {@code
 * OptionalLong} is not, and a {@code boolean} that is left out is false.
 */
interface RequestBody {}
