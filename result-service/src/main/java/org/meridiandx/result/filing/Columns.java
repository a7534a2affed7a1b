package org.meridiandx.result.filing;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Rows turned into one array per column, for multi-row statements over `unnest`.
public final class Columns<R> {
    private final List<R> rows;
    private final List<Object> arrays = new ArrayList<>();

    private Columns(List<R> rows) {
        this.rows = rows;
    }

    public static <R> Columns<R> of(List<R> rows) {
        return new Columns<>(rows);
    }

    public Columns<R> text(Function<R, @Nullable String> column) {
        var values = new @Nullable String[rows.size()];
        for (var i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        arrays.add(values);
        return this;
    }

    /// ODS codes hold no comma; a nested array would be flattened by `unnest`.
    public Columns<R> codes(Function<R, Set<String>> column) {
        return text(row -> String.join(",", column.apply(row)));
    }

    public Columns<R> number(Function<R, Integer> column) {
        arrays.add(rows.stream().map(column).toArray(Integer[]::new));
        return this;
    }

    public Columns<R> time(Function<R, @Nullable OffsetDateTime> column) {
        var values = new @Nullable OffsetDateTime[rows.size()];
        for (var i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        arrays.add(values);
        return this;
    }

    public Columns<R> bytes(Function<R, byte[]> column) {
        arrays.add(rows.stream().map(column).map(Buffer::buffer).toArray(Buffer[]::new));
        return this;
    }

    public Columns<R> flag(Function<R, Boolean> column) {
        arrays.add(rows.stream().map(column).toArray(Boolean[]::new));
        return this;
    }

    public Tuple toTuple() {
        return Tuple.from(arrays);
    }
}
