package org.doclock.rest;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Completes what the server reads from the annotations: which fields are optional and what type
 * they have (it takes {@code Optional} for an object of its own), and the errors that every
 * operation shares.
 */
public class ApiDocumentation implements OASFilter {

    static final List<Class<? extends Record>> RECORDS =
            List.of(
                    AcquireRequest.class,
                    ExtendRequest.class,
                    ReleaseRequest.class,
                    ForceReleaseRequest.class,
                    EditRequest.class,
                    HandOverRequest.class,
                    StatusRequest.class,
                    LockAnswer.class,
                    StatusAnswer.class,
                    StatusesAnswer.class,
                    StatusesAnswer.DocumentStatus.class,
                    LocksAnswer.class,
                    ClearAnswer.class,
                    AuditAnswer.class,
                    AuditInfo.class,
                    ErrorAnswer.class,
                    RequestInfo.class,
                    EventAnswer.class,
                    WatchedDocument.class,
                    EndingInfo.class,
                    LockInfo.class);

    private static final Set<Class<?>> FLAGS_MAY_BE_LEFT_OUT =
            Set.of(AcquireRequest.class, EditRequest.class);

    private static final Map<String, String> SHARED_ERRORS =
            Map.of(
                    "400", "INVALID_REQUEST: the message says what to mend.",
                    "401", "UNAUTHENTICATED: sign in, or send Basic or a bearer token.",
                    "403", "FORBIDDEN: not for this caller, or not for this user.",
                    "429",
                            "TOO_MANY_REQUESTS: too many wrong passwords, see Retry-After; or too many ask.",
                    "405", "METHOD_NOT_ALLOWED: see the Allow header.",
                    "406", "NOT_ACCEPTABLE: the answer is JSON.",
                    "500", "INTERNAL_ERROR: the server's log says more.",
                    "503", "STORE_UNAVAILABLE: Redis does not answer; see Retry-After.");

    private static final Map<String, String> BODY_ERRORS =
            Map.of(
                    "413", "TOO_LARGE: the body has more bytes than this address takes.",
                    "415", "UNSUPPORTED_MEDIA_TYPE: send application/json.");

    @Override
    public Operation filterOperation(Operation operation) {
        SHARED_ERRORS.forEach((status, text) -> addError(operation, status, text));
        if (operation.getRequestBody() != null) {
            BODY_ERRORS.forEach((status, text) -> addError(operation, status, text));
            operation.getRequestBody().setRequired(true);
        }
        return operation;
    }

    @Override
    public Parameter filterParameter(Parameter parameter) {
        return parameter.required(parameter.getIn() == Parameter.In.PATH);
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        for (Class<? extends Record> record : RECORDS) {
            Schema schema = api.getComponents().getSchemas().get(schemaName(record));
            for (RecordComponent field : record.getRecordComponents()) {
                describe(schema, field);
            }
        }
        Schema code = api.getComponents().getSchemas().get("Error").getProperties().get("code");
        Arrays.stream(ErrorCode.values()).map(Enum::name).forEach(code::addEnumeration);
    }

    private static void describe(Schema schema, RecordComponent field) {
        Schema property = schema.getProperties().get(field.getName());
        if (!RecordFields.name(field).equals(field.getName())) {
            schema.removeProperty(field.getName());
            schema.addProperty(RecordFields.name(field), property);
        }
        if (property.getRef() == null) {
            Type type = valueType(field);
            property.setType(schemaType(type));
            if (type instanceof ParameterizedType list) {
                property.setItems(items(list.getActualTypeArguments()[0]));
            }
        }
        boolean known =
                schema.getRequired() != null
                        && schema.getRequired().contains(RecordFields.name(field));
        if (!known && isAlwaysThere(field)) {
            schema.addRequired(RecordFields.name(field));
        }
    }

    private static Schema items(Type type) {
        return type == String.class
                ? OASFactory.createSchema().type(SchemaType.STRING)
                : OASFactory.createSchema().ref(schemaName((Class<?>) type));
    }

    /** Flags of a request may be left out, and are false then. */
    private static boolean isAlwaysThere(RecordComponent field) {
        boolean flag =
                field.getType() == boolean.class
                        && FLAGS_MAY_BE_LEFT_OUT.contains(field.getDeclaringRecord());
        return !flag && field.getType() != Optional.class && field.getType() != OptionalLong.class;
    }

    private static Type valueType(RecordComponent field) {
        if (field.getType() == Optional.class) {
            return ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0];
        }
        return field.getType() == OptionalLong.class ? long.class : field.getGenericType();
    }

    private static SchemaType schemaType(Type type) {
        if (type instanceof ParameterizedType) {
            return SchemaType.ARRAY;
        }
        if (type == boolean.class) {
            return SchemaType.BOOLEAN;
        }
        return type == String.class ? SchemaType.STRING : SchemaType.INTEGER;
    }

    static String schemaName(Class<?> record) {
        return record.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class)
                .name();
    }

    private static void addError(Operation operation, String status, String description) {
        APIResponse response =
                OASFactory.createAPIResponse()
                        .description(description)
                        .content(
                                OASFactory.createContent()
                                        .addMediaType(
                                                "application/json",
                                                OASFactory.createMediaType()
                                                        .schema(
                                                                OASFactory.createSchema()
                                                                        .ref("Error"))));
        operation.getResponses().addAPIResponse(status, response);
    }
}
