package org.doclock.guard;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.metamodel.Metamodel;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * An entity with a fence, as its annotations describe it.
 *
 * @param prefix of the ids of its documents
 */
record FencedEntity(
        Class<?> type,
        String prefix,
        Class<?> idType,
        String table,
        String idColumn,
        String fenceColumn) {

    private static final Map<Class<?>, Function<String, Object>> ID_TYPES =
            Map.of(
                    Long.class, Long::valueOf,
                    long.class, Long::valueOf,
                    Integer.class, Integer::valueOf,
                    int.class, Integer::valueOf,
                    String.class, text -> text);

    /**
     * @throws IllegalArgumentException if the entity cannot have a fence, saying why
     */
    static FencedEntity of(Class<?> type, Metamodel metamodel) {
        FencedDocument document = type.getAnnotation(FencedDocument.class);
        AnnotatedElement fence =
                attribute(type, document.fence()).orElseThrow(() -> noFence(type, document));
        Column column = fence.getAnnotation(Column.class);
        if (column == null || column.insertable() || column.updatable()) {
            throw new IllegalArgumentException(
                    type.getName()
                            + "."
                            + document.fence()
                            + " must be @Column(insertable = false, updatable = false): an entity"
                            + " that writes the fence brings an old one back");
        }
        Member id = id(type);
        Class<?> idType =
                id instanceof Field field ? field.getType() : ((Method) id).getReturnType();
        if (!ID_TYPES.containsKey(idType)) {
            throw new IllegalArgumentException(
                    type.getName() + " must have an @Id of type Long, Integer or String");
        }
        UnaryOperator<String> named = defaultNames(metamodel);
        return new FencedEntity(
                type,
                document.prefix(),
                idType,
                either(
                        document.table(),
                        table(type, named.apply(metamodel.entity(type).getName()))),
                either(
                        document.idColumn(),
                        column((AnnotatedElement) id, named.apply(attributeName(id)))),
                either(document.fenceColumn(), column(fence, named.apply(document.fence()))));
    }

    /** The key of the document's row; empty if the document is not of this kind. */
    Optional<Object> id(String documentId) {
        if (!documentId.startsWith(prefix)) {
            return Optional.empty();
        }
        try {
            String text = documentId.substring(prefix.length());
            Object id = ID_TYPES.get(idType).apply(text);
            // 007 and +7 would be other documents with the same row.
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (NumberFormatException notOfThisKind) {
            return Optional.empty();
        }
    }

    /**
     * EclipseLink writes them in capitals. MySQL and MariaDB tell names of tables by their case.
     */
    private static UnaryOperator<String> defaultNames(Metamodel metamodel) {
        return metamodel.getClass().getName().startsWith("org.eclipse.persistence.")
                ? name -> name.toUpperCase(Locale.ROOT)
                : UnaryOperator.identity();
    }

    private static String table(Class<?> type, String byDefault) {
        Table table = type.getAnnotation(Table.class);
        if (table == null) {
            return byDefault;
        }
        String schema = table.schema().isEmpty() ? "" : table.schema() + ".";
        return schema + either(table.name(), byDefault);
    }

    private static String column(AnnotatedElement attribute, String name) {
        Column column = attribute.getAnnotation(Column.class);
        return column == null ? name : either(column.name(), name);
    }

    private static Member id(Class<?> type) {
        List<Member> ids =
                members(type).stream()
                        .filter(it -> it.isAnnotationPresent(Id.class))
                        .map(Member.class::cast)
                        .toList();
        if (ids.size() != 1) {
            throw new IllegalArgumentException(type.getName() + " must have one @Id attribute");
        }
        return ids.get(0);
    }

    private static Optional<AnnotatedElement> attribute(Class<?> type, String name) {
        List<AccessibleObject> members =
                members(type).stream()
                        .filter(it -> attributeName((Member) it).equals(name))
                        .toList();
        return members.stream()
                .filter(it -> it.isAnnotationPresent(Column.class))
                .findFirst()
                .or(() -> members.stream().findFirst())
                .map(AnnotatedElement.class::cast);
    }

    private static List<AccessibleObject> members(Class<?> type) {
        List<AccessibleObject> members = new ArrayList<>();
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            members.addAll(Arrays.asList(owner.getDeclaredFields()));
            Arrays.stream(owner.getDeclaredMethods())
                    .filter(it -> it.getParameterCount() == 0 && it.getName().startsWith("get"))
                    .forEach(members::add);
        }
        return members;
    }

    private static String attributeName(Member member) {
        if (member instanceof Field) {
            return member.getName();
        }
        String name = member.getName().substring("get".length());
        return name.isEmpty()
                ? name
                : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static String either(String preferred, String otherwise) {
        return preferred.isEmpty() ? otherwise : preferred;
    }

    private static IllegalArgumentException noFence(Class<?> type, FencedDocument document) {
        return new IllegalArgumentException(
                type.getName() + " has no attribute " + document.fence() + " for its fence");
    }
}
