package org.meridiandx.result.filing;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;

/// The statements of filing. One per table however many rows; all of one transaction are pipelined.
@ApplicationScoped
class ResultRepository {
    private static final String KEEP_OLD = """
            insert into superseded_version
                (resource_type, id, version, last_updated, patient_id, organisations, content)
            select '%1$s', id, version, last_updated, patient_id, organisations, content
            from %2$s where id = any($1) on conflict do nothing""";
    private static final String REPORTS = """
            insert into diagnostic_report (id, version, last_updated, patient_id, patient_nhs_number, organisations,
                content, status, code_system, code, effective_at, issued_at, performer, order_id, report_key,
                content_hash, recorded_patient_id)
            select id, version, last_updated, patient_id, nhs_number, string_to_array(organisations, ','), content,
                status, code_system, code, effective_at, issued_at, performer, order_id, report_key, content_hash,
                recorded_patient_id
            from unnest($1::text[], $2::int[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::bytea[],
                $8::text[], $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::text[], $14::text[],
                $15::text[], $16::text[], $17::text[])
                as t(id, version, last_updated, patient_id, nhs_number, organisations, content, status, code_system,
                code, effective_at, issued_at, performer, order_id, report_key, content_hash, recorded_patient_id)
            on conflict (id) do update set version = excluded.version, last_updated = excluded.last_updated,
                patient_id = excluded.patient_id, patient_nhs_number = excluded.patient_nhs_number,
                organisations = excluded.organisations, content = excluded.content, status = excluded.status,
                code_system = excluded.code_system, code = excluded.code, effective_at = excluded.effective_at,
                issued_at = excluded.issued_at, performer = excluded.performer, order_id = excluded.order_id,
                content_hash = excluded.content_hash,
                recorded_patient_id = coalesce(nullif(diagnostic_report.recorded_patient_id, ''),
                    excluded.recorded_patient_id)""";
    private static final String OBSERVATIONS = """
            insert into observation (id, version, last_updated, patient_id, patient_nhs_number, organisations,
                content, status, category_system, category, code_system, code, effective_at, value_number, value_unit,
                performer, specimen_id, order_id, report_id, observation_key, recorded_patient_id)
            select id, version, last_updated, patient_id, nhs_number, string_to_array(organisations, ','), content,
                status, category_system, category, code_system, code, effective_at, value_number::numeric, value_unit,
                performer, specimen_id, order_id, report_id, observation_key, recorded_patient_id
            from unnest($1::text[], $2::int[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::bytea[],
                $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::timestamptz[], $14::text[],
                $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[],
                $21::text[])
                as t(id, version, last_updated, patient_id, nhs_number, organisations, content, status,
                category_system, category, code_system, code, effective_at, value_number, value_unit, performer,
                specimen_id, order_id, report_id, observation_key, recorded_patient_id)
            on conflict (id) do update set version = excluded.version, last_updated = excluded.last_updated,
                patient_id = excluded.patient_id, patient_nhs_number = excluded.patient_nhs_number,
                organisations = excluded.organisations, content = excluded.content, status = excluded.status,
                category_system = excluded.category_system, category = excluded.category,
                code_system = excluded.code_system, code = excluded.code, effective_at = excluded.effective_at,
                value_number = excluded.value_number, value_unit = excluded.value_unit,
                performer = excluded.performer, specimen_id = excluded.specimen_id, order_id = excluded.order_id,
                recorded_patient_id = coalesce(nullif(observation.recorded_patient_id, ''),
                    excluded.recorded_patient_id)""";
    private static final String SPECIMENS = """
            insert into specimen (id, version, last_updated, patient_id, patient_nhs_number, organisations, content,
                status, type_system, type, collected_at, report_id, specimen_key, recorded_patient_id)
            select id, version, last_updated, patient_id, nhs_number, string_to_array(organisations, ','), content,
                status, type_system, type, collected_at, report_id, specimen_key, recorded_patient_id
            from unnest($1::text[], $2::int[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::bytea[],
                $8::text[], $9::text[], $10::text[], $11::timestamptz[], $12::text[], $13::text[],
                $14::text[])
                as t(id, version, last_updated, patient_id, nhs_number, organisations, content, status, type_system,
                type, collected_at, report_id, specimen_key, recorded_patient_id)
            on conflict (id) do update set version = excluded.version, last_updated = excluded.last_updated,
                patient_id = excluded.patient_id, patient_nhs_number = excluded.patient_nhs_number,
                organisations = excluded.organisations, content = excluded.content, status = excluded.status,
                type_system = excluded.type_system, type = excluded.type, collected_at = excluded.collected_at,
                recorded_patient_id = coalesce(nullif(specimen.recorded_patient_id, ''),
                    excluded.recorded_patient_id)""";
    /// Copies the rows of these ids, as they stand, to the superseded versions.
    Uni<Void> keepOld(SqlClient connection, String resourceType, String table, List<String> ids) {
        return connection
                .preparedQuery(KEEP_OLD.formatted(resourceType, table))
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .replaceWithVoid();
    }

    Uni<Void> putReports(SqlClient connection, List<FiledRows.Report> rows) {
        var columns = heads(rows, FiledRows.Report::head)
                .text(row -> row.code().system())
                .text(row -> row.code().value())
                .time(FiledRows.Report::effectiveAt)
                .time(FiledRows.Report::issuedAt)
                .text(FiledRows.Report::performer)
                .text(FiledRows.Report::orderId)
                .text(FiledRows.Report::key)
                .text(FiledRows.Report::contentHash)
                .text(row -> row.head().patient().recordedPatientId());
        return execute(connection, REPORTS, columns);
    }

    Uni<Void> putObservations(SqlClient connection, List<FiledRows.Observation> rows) {
        var columns = heads(rows, FiledRows.Observation::head)
                .text(row -> row.category().system())
                .text(row -> row.category().value())
                .text(row -> row.code().system())
                .text(row -> row.code().value())
                .time(FiledRows.Observation::effectiveAt)
                .text(FiledRows.Observation::number)
                .text(FiledRows.Observation::unit)
                .text(FiledRows.Observation::performer)
                .text(FiledRows.Observation::specimenId)
                .text(FiledRows.Observation::orderId)
                .text(FiledRows.Observation::reportId)
                .text(FiledRows.Observation::key)
                .text(row -> row.head().patient().recordedPatientId());
        return execute(connection, OBSERVATIONS, columns);
    }

    Uni<Void> putSpecimens(SqlClient connection, List<FiledRows.Specimen> rows) {
        var columns = heads(rows, FiledRows.Specimen::head)
                .text(row -> row.type().system())
                .text(row -> row.type().value())
                .time(FiledRows.Specimen::collectedAt)
                .text(FiledRows.Specimen::reportId)
                .text(FiledRows.Specimen::key)
                .text(row -> row.head().patient().recordedPatientId());
        return execute(connection, SPECIMENS, columns);
    }

    Uni<RowSet<Row>> query(SqlClient connection, String sql, Tuple arguments) {
        return connection.preparedQuery(sql).execute(arguments);
    }

    private static <R> Columns<R> heads(List<R> rows, Function<R, FiledRows.Head> head) {
        return Columns.of(rows)
                .text(row -> head.apply(row).id())
                .number(row -> head.apply(row).version())
                .time(row -> head.apply(row).lastUpdated())
                .text(row -> head.apply(row).patient().patientId())
                .text(row -> head.apply(row).patient().nhsNumber())
                .codes(row -> head.apply(row).organisations())
                .bytes(row -> head.apply(row).content())
                .text(row -> head.apply(row).status());
    }

    private static Uni<Void> execute(SqlClient connection, String sql, Columns<?> columns) {
        return connection.preparedQuery(sql).execute(columns.toTuple()).replaceWithVoid();
    }
}
