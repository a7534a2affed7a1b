package org.meridiandx.imaging.studies;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meridiandx.imaging.header.IncomingInstance;
import org.meridiandx.imaging.header.SeriesAttributes;

/// Rows of series, instances and their files.
@ApplicationScoped
class InstanceRepository {
    private static final String KNOWN = """
            select i.sop_uid, i.series_uid, i.sop_class, i.rows_columns, s.study_uid, r.transfer_syntax, r.sha256
            from instance i join study s on s.id = i.study_id left join rendition r on r.sop_uid = i.sop_uid
            where i.sop_uid = any ($1)""";
    private static final String INSERT_SERIES = """
            insert into series (study_id, series_uid, modality, series_number, description, body_part,
                performed_date, performed_time, started_at, attributes)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing""";
    private static final String INSERT_INSTANCE = """
            insert into instance (sop_uid, study_id, series_uid, sop_class, instance_number, frames, rows_columns,
                findings, attributes, header)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning sop_uid""";
    private static final String INSERT_RENDITION = """
            insert into rendition (sop_uid, transfer_syntax, bytes, sha256, storage_key, received_from)
            values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning storage_key""";
    private static final String GROW =
            "update series set instance_count = instance_count + $3 where study_id = $1 and series_uid = $2";
    private static final String KEYS = "select storage_key from rendition where storage_key = any ($1)";

    Uni<List<KnownInstance>> known(SqlClient connection, Collection<String> sopUids) {
        return connection
                .preparedQuery(KNOWN)
                .execute(Tuple.of(sopUids.toArray(String[]::new)))
                .map(rows -> {
                    var found = new ArrayList<KnownInstance>(rows.size());
                    rows.forEach(row -> found.add(knownOf(row)));
                    return found;
                });
    }

    Uni<Void> insertSeries(SqlClient connection, Collection<SeriesOfStudy> series) {
        return batch(
                        connection,
                        INSERT_SERIES,
                        series.stream().map(InstanceRepository::seriesRow).toList())
                .replaceWithVoid();
    }

    /// @return the SOP Instance UIDs that were new
    Uni<Set<String>> insertInstances(SqlClient connection, List<Planned> planned) {
        return batch(
                connection,
                INSERT_INSTANCE,
                planned.stream().map(InstanceRepository::instanceRow).toList());
    }

    /// @return the storage keys that were taken
    Uni<Set<String>> insertRenditions(SqlClient connection, List<Planned> planned, String receivedFrom) {
        var rows =
                planned.stream().map(each -> renditionRow(each, receivedFrom)).toList();
        return batch(connection, INSERT_RENDITION, rows);
    }

    Uni<Void> grow(SqlClient connection, Map<SeriesKey, Integer> growth) {
        var rows = growth.entrySet().stream()
                .map(entry -> Tuple.of(entry.getKey().studyId(), entry.getKey().seriesUid(), entry.getValue()))
                .toList();
        return batch(connection, GROW, rows).replaceWithVoid();
    }

    /// @return those of the keys that the index knows
    Uni<Set<String>> indexed(SqlClient connection, Collection<String> keys) {
        return connection
                .preparedQuery(KEYS)
                .execute(Tuple.of(keys.toArray(String[]::new)))
                .map(InstanceRepository::firstColumns);
    }

    private static Uni<Set<String>> batch(SqlClient connection, String sql, List<Tuple> rows) {
        return rows.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : connection.preparedQuery(sql).executeBatch(rows).map(InstanceRepository::firstColumns);
    }

    /// A batch answers with one row set per row of input, each leading to the next.
    private static Set<String> firstColumns(RowSet<Row> results) {
        var values = new HashSet<String>();
        for (var result = results; result != null; result = result.next()) {
            result.forEach(row -> values.add(row.getString(0)));
        }
        return values;
    }

    private static KnownInstance knownOf(Row row) {
        var checksum = row.getBuffer("sha256");
        return new KnownInstance(
                row.getString("sop_uid"),
                row.getString("study_uid"),
                row.getString("series_uid"),
                row.getString("sop_class"),
                row.getString("rows_columns"),
                StudyRows.textOf(row, "transfer_syntax"),
                checksum == null ? new byte[0] : checksum.getBytes());
    }

    private static Tuple seriesRow(SeriesOfStudy one) {
        var series = one.series();
        return Tuple.tuple()
                .addString(one.studyId())
                .addString(series.seriesUid())
                .addString(series.modality())
                .addInteger(series.number().orElse(null))
                .addString(series.description())
                .addString(series.bodyPart())
                .addLocalDate(series.performedDate().orElse(null))
                .addString(series.performedTime())
                .addOffsetDateTime(series.startedAt()
                        .map(time -> time.atOffset(ZoneOffset.UTC))
                        .orElse(null))
                .addValue(Buffer.buffer(series.json()));
    }

    private static Tuple instanceRow(Planned planned) {
        var instance = planned.instance();
        return Tuple.tuple()
                .addString(instance.sopUid())
                .addString(planned.studyId())
                .addString(instance.series().seriesUid())
                .addString(instance.sopClass())
                .addInteger(instance.number().orElse(null))
                .addInteger(instance.frames().orElse(null))
                .addString(instance.shape())
                .addValue(instance.findings().toArray(String[]::new))
                .addValue(Buffer.buffer(instance.json()))
                .addValue(Buffer.buffer(instance.header()));
    }

    private static Tuple renditionRow(Planned planned, String receivedFrom) {
        var instance = planned.instance();
        return Tuple.of(
                instance.sopUid(),
                instance.transferSyntax(),
                instance.file().bytes(),
                Buffer.buffer(instance.file().sha256()),
                instance.file().key().value(),
                receivedFrom);
    }

    /// A series and the study it belongs to.
    record SeriesOfStudy(String studyId, SeriesAttributes series) {}

    /// Names a series.
    record SeriesKey(String studyId, String seriesUid) {}

    /// An instance that may go in, and the study it goes to.
    record Planned(String studyId, IncomingInstance instance) {}

    /// A file that is in the index, with what identifies its instance.
    @SuppressWarnings("ArrayRecordComponent")
    record KnownInstance(
            String sopUid,
            String studyUid,
            String seriesUid,
            String sopClass,
            String shape,
            String transferSyntax,
            byte[] sha256) {}
}
