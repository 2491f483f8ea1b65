package org.doclock.rest;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import jakarta.ws.rs.WebApplicationException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.doclock.rest.RecordFields.Field;

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
    private static final Pattern WHOLE = Pattern.compile("-?\\d+");

    private JsonRecords() {}

    /**
     * @throws WebApplicationException 400 in DocLock's shape
     */
    static <T extends Record> T read(String json, Class<T> type) {
        RecordFields<T> fields = RecordFields.of(type);
        try (JsonParser parser = PARSERS.createParser(new StringReader(json))) {
            if (!parser.hasNext() || parser.next() != Event.START_OBJECT) {
                throw invalid("The body must be a JSON object such as {\"docId\":\"quote-123\"}");
            }
            T record = fields.construct(withDefaults(values(parser, fields), fields));
            if (parser.hasNext()) {
                throw invalid("The body must end after its JSON object");
            }
            return record;
        } catch (JsonException | NoSuchElementException notJson) {
            throw invalid(
                    "The body must be a complete JSON object such as {\"docId\":\"quote-123\"}");
        }
    }

    /** By the order of the record's components; null where a field was not sent. */
    private static Object[] values(JsonParser parser, RecordFields<?> fields) {
        Object[] values = new Object[fields.all().size()];
        while (parser.next() == Event.KEY_NAME) {
            String name = parser.getString();
            Field field = fields.find(name).orElseThrow(() -> unknown(fields));
            Object value = value(parser, field);
            if (values[field.position()] != null) {
                throw invalid(name + " is there twice: send it once");
            }
            values[field.position()] = value;
        }
        return values;
    }

    private static Object[] withDefaults(Object[] values, RecordFields<?> fields) {
        for (Field field : fields.all()) {
            if (values[field.position()] == null) {
                values[field.position()] = absent(field);
            }
        }
        return values;
    }

    private static Object value(JsonParser parser, Field field) {
        Event value = parser.next();
        Class<?> type = field.type();
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
    private static long wholeNumber(JsonParser parser, Event value, Field field) {
        String number = value == Event.VALUE_NUMBER ? parser.getString() : "";
        if (!WHOLE.matcher(number).matches()) {
            throw mustBe(field, "a whole number, without quotes, fraction or exponent");
        }
        if (number.length() > 18) {
            throw mustBe(field, "a number in range");
        }
        return Long.parseLong(number);
    }

    private static List<String> strings(JsonParser parser, Event value, Field field) {
        if (value != Event.START_ARRAY) {
            throw mustBe(field, "an array of strings");
        }
        List<String> strings = new ArrayList<>();
        for (Event next = parser.next(); next != Event.END_ARRAY; next = parser.next()) {
            strings.add(string(parser, next, field));
        }
        return strings;
    }

    private static String string(JsonParser parser, Event value, Field field) {
        if (value != Event.VALUE_STRING) {
            throw mustBe(field, field.type() == List.class ? "an array of strings" : "a string");
        }
        return parser.getString();
    }

    private static Object absent(Field field) {
        Class<?> type = field.type();
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (type == OptionalLong.class) {
            return OptionalLong.empty();
        }
        if (type == boolean.class) {
            return false;
        }
        throw invalid(field.name() + " is missing");
    }

    private static WebApplicationException unknown(RecordFields<?> fields) {
        return invalid(
                "The body has an unknown field; there are: "
                        + fields.all().stream().map(Field::name).collect(Collectors.joining(", ")));
    }

    private static WebApplicationException mustBe(Field field, String what) {
        boolean required = field.type() == String.class || field.type() == List.class;
        return invalid(
                field.name()
                        + " must be "
                        + what
                        + (required ? "" : "; leave it out if there is none"));
    }

    private static WebApplicationException invalid(String message) {
        return ErrorCode.INVALID_REQUEST.exception(message);
    }
}
