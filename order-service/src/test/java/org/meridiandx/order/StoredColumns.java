package org.meridiandx.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import jakarta.persistence.Column;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Holds the columns that a row is written with by plain SQL to those that Hibernate reads.
public final class StoredColumns {
    private StoredColumns() {}

    /// @param columns names, in the order of the values
    public static void requireAll(Object entity, List<String> columns, List<?> values) throws IllegalAccessException {
        var written = new TreeMap<String, Object>();
        for (var i = 0; i < columns.size(); i++) {
            written.put(columns.get(i), String.valueOf(values.get(i)));
        }
        assertThat(values).hasSameSizeAs(columns);
        assertThat(written).isEqualTo(mapped(entity));
    }

    private static Map<String, Object> mapped(Object entity) throws IllegalAccessException {
        var mapped = new TreeMap<String, Object>();
        for (Class<?> type = entity.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getName().startsWith("$")) {
                    field.setAccessible(true);
                    mapped.put(nameOf(field), textOf(field.get(entity)));
                }
            }
        }
        return mapped;
    }

    private static String nameOf(Field field) {
        var column = field.getAnnotation(Column.class);
        return column == null || column.name().isEmpty() ? field.getName() : column.name();
    }

    private static String textOf(Object value) {
        return String.valueOf(value instanceof byte[] bytes ? Buffer.buffer(bytes) : value);
    }
}
