package org.doclock.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.doclock.Api;
import org.doclock.SharedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The document at /openapi says what the server does. */
class OpenApiIT {

    private static final Map<String, List<String>> OPERATIONS =
            Map.ofEntries(
                    Map.entry("/api/lock", List.of("get", "delete")),
                    Map.entry("/api/lock/acquire", List.of("post")),
                    Map.entry("/api/lock/release", List.of("post")),
                    Map.entry("/api/lock/events", List.of("get")),
                    Map.entry("/api/lock/extend", List.of("post")),
                    Map.entry("/api/lock/request", List.of("post")),
                    Map.entry("/api/lock/hand-over", List.of("post")),
                    Map.entry("/api/lock/force-release", List.of("post")),
                    Map.entry("/api/lock/status", List.of("post")),
                    Map.entry("/api/lock/audit", List.of("get")),
                    Map.entry("/api/lock/status/{docId}", List.of("get")));

    private final JsonObject api =
            Api.anonymous(SharedServer.uri()).get("/openapi", "Accept", "application/json").json();

    @Test
    void everyPathAndMethodIsDescribedAndNoOther() {
        JsonObject paths = api.getJsonObject("paths");
        assertThat(paths.keySet()).containsExactlyInAnyOrderElementsOf(OPERATIONS.keySet());
        OPERATIONS.forEach(
                (path, methods) ->
                        assertThat(paths.getJsonObject(path).keySet())
                                .as(path)
                                .containsExactlyInAnyOrderElementsOf(methods));
    }

    @Test
    void everyOperationSaysWhatItAnswersAndHowItFails() {
        OPERATIONS.forEach(
                (path, methods) ->
                        methods.forEach(
                                method -> {
                                    JsonObject operation = operation(path, method);
                                    assertThat(operation.getString("summary")).isNotBlank();
                                    assertThat(operation.getJsonObject("responses").keySet())
                                            .contains(
                                                    "200", "400", "401", "403", "405", "406", "429",
                                                    "500", "503");
                                    assertThat(answer(operation, "200"))
                                            .endsWith(
                                                    path.endsWith("/events")
                                                            ? "/LockEvent"
                                                            : "Answer");
                                    assertThat(answer(operation, "400")).endsWith("/Error");
                                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"acquire", "release", "extend", "request", "hand-over"})
    void theRefusalOfALockIsDescribed(String name) {
        assertThat(answer(operation("/api/lock/" + name, "post"), "409")).endsWith("/Error");
    }

    @Test
    void everyBodyIsDescribed() {
        Map.of(
                        "acquire", "AcquireRequest",
                        "release", "ReleaseRequest",
                        "extend", "ExtendRequest",
                        "force-release", "ForceReleaseRequest",
                        "request", "EditRequest",
                        "hand-over", "HandOverRequest",
                        "status", "StatusRequest")
                .forEach(
                        (path, body) -> {
                            JsonObject operation = operation("/api/lock/" + path, "post");
                            assertThat(
                                            operation
                                                    .getJsonObject("requestBody")
                                                    .getJsonObject("content")
                                                    .getJsonObject("application/json")
                                                    .getJsonObject("schema")
                                                    .getString("$ref"))
                                    .endsWith("/" + body);
                            assertThat(operation.getJsonObject("responses").keySet())
                                    .contains("413", "415");
                        });
    }

    @Test
    void everyFieldIsDescribedWithItsType() {
        for (Class<?> record : ApiDocumentation.RECORDS) {
            JsonObject schema = schema(record);
            for (RecordComponent field : record.getRecordComponents()) {
                JsonObject property =
                        schema.getJsonObject("properties").getJsonObject(RecordFields.name(field));
                assertThat(property).as("%s.%s", record, RecordFields.name(field)).isNotNull();
                assertThat(property.getString("type", property.getString("$ref", "object")))
                        .as("%s.%s", record, RecordFields.name(field))
                        .isNotEqualTo("object");
            }
            assertThat(schema.getJsonObject("properties").keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            Arrays.stream(record.getRecordComponents())
                                    .map(RecordFields::name)
                                    .toList());
        }
    }

    @Test
    void everyErrorCodeIsDescribed() {
        assertThat(
                        schema(ErrorAnswer.class)
                                .getJsonObject("properties")
                                .getJsonObject("code")
                                .getJsonArray("enum")
                                .getValuesAs(JsonString::getString))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
    }

    private JsonObject operation(String path, String method) {
        return api.getJsonObject("paths").getJsonObject(path).getJsonObject(method);
    }

    private static String answer(JsonObject operation, String status) {
        JsonObject content =
                operation.getJsonObject("responses").getJsonObject(status).getJsonObject("content");
        return content.getJsonObject(content.keySet().iterator().next())
                .getJsonObject("schema")
                .getString("$ref");
    }

    private JsonObject schema(Class<?> record) {
        return api.getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject(ApiDocumentation.schemaName(record));
    }
}
