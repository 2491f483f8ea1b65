package org.doclock.rest;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import jakarta.ws.rs.WebApplicationException;
import java.io.StringReader;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Turns one JSON object into a record, strictly: no unknown, duplicate or wrongly typed field, no
 * number that is not whole and in range, nothing after the object. What is wrong is said by name.
 *
 * <p>Each component of the record is a field: a {@code String} or {@code List<String>} is required,
 * an {@code Optional<String>} or {@code OptionalLong} is not, and a {@code boolean} that is left
 * out is false.
 */
final class JsonRecords {

    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

    private JsonRecords() {}

    /**
     * @throws WebApplicationException 400 in DocLock's shape
     */
    static <T> T read(String json, Class<T> type) {
        try (JsonParser parser = PARSERS.createParser(new StringReader(json))) {
            if (!parser.hasNext() || parser.next() != Event.START_OBJECT) {
                throw invalid("The body must be a JSON object such as {\"docId\":\"quote-123\"}");
            }
            T record = construct(type, fields(parser, type));
            if (parser.hasNext()) {
                throw invalid("The body must end after its JSON object");
            }
            return record;
        } catch (JsonException | NoSuchElementException notJson) {
            throw invalid(
                    "The body must be a complete JSON object such as {\"docId\":\"quote-123\"}");
        }
    }

    /** No component can be called {@code wait}, for instance. */
    static String name(RecordComponent field) {
        return Optional.ofNullable(field.getAccessor().getAnnotation(JsonbProperty.class))
                .map(JsonbProperty::value)
                .orElse(field.getName());
    }

    private static Map<String, Object> fields(JsonParser parser, Class<?> type) {
        Map<String, Object> fields = new HashMap<>();
        while (parser.next() == Event.KEY_NAME) {
            String name = parser.getString();
            RecordComponent field =
                    Arrays.stream(type.getRecordComponents())
                            .filter(it -> name(it).equals(name))
                            .findFirst()
                            .orElseThrow(() -> unknown(type));
            if (fields.put(name, value(parser, field)) != null) {
                throw invalid(name + " is there twice: send it once");
            }
        }
        return fields;
    }

    private static Object value(JsonParser parser, RecordComponent field) {
        Event value = parser.next();
        Class<?> type = field.getType();
        if (type == boolean.class) {
            if (value != Event.VALUE_TRUE && value != Event.VALUE_FALSE) {
                throw mustBe(field, "true or false");
            }
            return value == Event.VALUE_TRUE;
        }
        if (type == OptionalLong.class) {
            return OptionalLong.of(wholeNumber(parser, value, field));
        }
        if (type == List.class) {
            return strings(parser, value, field);
        }
        String text = string(parser, value, field);
        return type == Optional.class ? Optional.of(text) : text;
    }

    /** Read as text: the parser's own conversion fails on numbers of a thousand digits. */
    private static long wholeNumber(JsonParser parser, Event value, RecordComponent field) {
        String number = value == Event.VALUE_NUMBER ? parser.getString() : "";
        if (!number.matches("-?\\d+")) {
            throw mustBe(field, "a whole number, without quotes, fraction or exponent");
        }
        if (number.length() > 18) {
            throw mustBe(field, "a number in range");
        }
        return Long.parseLong(number);
    }

    private static List<String> strings(JsonParser parser, Event value, RecordComponent field) {
        if (value != Event.START_ARRAY) {
            throw mustBe(field, "an array of strings");
        }
        List<String> strings = new ArrayList<>();
        for (Event next = parser.next(); next != Event.END_ARRAY; next = parser.next()) {
            strings.add(string(parser, next, field));
        }
        return strings;
    }

    private static String string(JsonParser parser, Event value, RecordComponent field) {
        if (value != Event.VALUE_STRING) {
            throw mustBe(field, field.getType() == List.class ? "an array of strings" : "a string");
        }
        return parser.getString();
    }

    private static <T> T construct(Class<T> type, Map<String, Object> fields) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values =
                Arrays.stream(components)
                        .map(it -> fields.containsKey(name(it)) ? fields.get(name(it)) : absent(it))
                        .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Not a record of plain fields: " + type, e);
        }
    }

    private static Object absent(RecordComponent field) {
        Class<?> type = field.getType();
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (type == OptionalLong.class) {
            return OptionalLong.empty();
        }
        if (type == boolean.class) {
            return false;
        }
        throw invalid(name(field) + " is missing");
    }

    private static WebApplicationException unknown(Class<?> type) {
        return invalid(
                "The body has an unknown field; there are: "
                        + Arrays.stream(type.getRecordComponents())
                                .map(JsonRecords::name)
                                .collect(Collectors.joining(", ")));
    }

    private static WebApplicationException mustBe(RecordComponent field, String what) {
        boolean required = field.getType() == String.class || field.getType() == List.class;
        return invalid(
                name(field)
                        + " must be "
                        + what
                        + (required ? "" : "; leave it out if there is none"));
    }

    private static WebApplicationException invalid(String message) {
        return ErrorCode.INVALID_REQUEST.exception(message);
    }
}
