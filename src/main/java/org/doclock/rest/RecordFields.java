package org.doclock.rest;

import jakarta.json.bind.annotation.JsonbProperty;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields of JSON that a record is made of. Read from the class once: reflection makes its
 * objects anew each time it is asked, which took a seventh of a request.
 */
final class RecordFields<T extends Record> {

    /** One of them, at its position among the record's components. */
    record Field(String name, Class<?> type, int position) {}

    private static final ClassValue<RecordFields<?>> KNOWN =
            new ClassValue<>() {
                @Override
                protected RecordFields<?> computeValue(Class<?> type) {
                    return new RecordFields<>(type.asSubclass(Record.class));
                }
            };

    private final List<Field> all;
    private final Map<String, Field> byName;
    private final Constructor<T> constructor;

    private RecordFields(Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        List<Field> fields = new ArrayList<>();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            fields.add(new Field(name(components[i]), types[i], i));
        }
        all = List.copyOf(fields);
        byName = all.stream().collect(Collectors.toMap(Field::name, Function.identity()));
        try {
            constructor = type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every record has one: " + type, e);
        }
    }

    @SuppressWarnings("unchecked")
    static <T extends Record> RecordFields<T> of(Class<T> type) {
        return (RecordFields<T>) KNOWN.get(type);
    }

    /** No component can be called {@code wait}, for instance. */
    static String name(RecordComponent component) {
        return Optional.ofNullable(component.getAccessor().getAnnotation(JsonbProperty.class))
                .map(JsonbProperty::value)
                .orElse(component.getName());
    }

    List<Field> all() {
        return all;
    }

    Optional<Field> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * @param values of all fields, in their order
     */
    T construct(Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Not a record of plain fields: " + constructor, e);
        }
    }
}
