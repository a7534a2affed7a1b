package org.meridiandx.identity.patients;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.identity.patients.content.PatientColumns;
import org.meridiandx.identity.patients.content.PatientIdentifier;
import org.meridiandx.identity.patients.matching.rules.Folding;
import org.meridiandx.identity.patients.values.TrustOrder;

/// Rows of the table `patient` ↔ records.
final class PatientRows {
    static final String SELECT = """
            select id, version, last_updated, patient_id, organisations, content, fingerprint, own_content, said_by,
                said_kind, said_at, merged_into, merged_at, merge_reason, standing_version from patient""";

    private PatientRows() {}

    static List<PatientRecord> records(RowSet<Row> rows) {
        var records = new ArrayList<PatientRecord>(rows.size());
        rows.forEach(row -> records.add(recordOf(row)));
        return List.copyOf(records);
    }

    static List<PatientMatch> matches(RowSet<Row> rows) {
        var matches = new ArrayList<PatientMatch>();
        for (var row : rows) {
            matches.add(new PatientMatch(
                    row.getString(0),
                    row.getString(1),
                    row.getLong(2),
                    new PatientIdentifier(row.getString(3), row.getString(4), row.getBoolean(5)),
                    Optional.ofNullable(row.getString(6)).map(NhsNumber::new),
                    Optional.ofNullable(row.getString(7)).map(NhsNumber::new),
                    Optional.ofNullable(row.getString(8)).orElse(""),
                    Optional.ofNullable(row.getLocalDate(9)),
                    Optional.ofNullable(row.getString(10)),
                    row.getBoolean(11)));
        }
        return List.copyOf(matches);
    }

    static Tuple tupleOf(PatientRecord record, PatientColumns columns) {
        var resource = record.resource();
        return Tuple.tuple()
                .addString(resource.id())
                .addInteger(resource.version())
                .addOffsetDateTime(resource.lastUpdated().atOffset(ZoneOffset.UTC))
                .addString(resource.patientId())
                .addArrayOfString(resource.organisations().toArray(String[]::new))
                .addValue(Buffer.buffer(resource.content()))
                .addValue(columns.nhsNumber().map(NhsNumber::value).orElse(null))
                .addString(columns.family())
                .addString(columns.given())
                .addValue(columns.birthDate().orElse(null))
                .addString(columns.gender())
                .addBoolean(columns.deceased())
                .addValue(columns.postcode().orElse(null))
                .addValue(columns.postcode().map(Folding::outward).orElse(null))
                .addBoolean(columns.restricted())
                .addBoolean(columns.sensitive())
                .addString(record.fingerprint())
                .addValue(Buffer.buffer(record.ownContent()))
                .addString(record.word().source())
                .addString(record.word().kind().code())
                .addOffsetDateTime(record.word().at().atOffset(ZoneOffset.UTC))
                .addValue(record.merge().into().orElse(null))
                .addValue(record.merge()
                        .at()
                        .map(at -> at.atOffset(ZoneOffset.UTC))
                        .orElse(null))
                .addString(record.merge().reason())
                .addLong(record.merge().standingVersion());
    }

    private static PatientRecord recordOf(Row row) {
        return new PatientRecord(
                new StoredResource(
                        row.getString("id"),
                        row.getInteger("version"),
                        row.getOffsetDateTime("last_updated").toInstant(),
                        row.getString("patient_id"),
                        Set.of(row.getArrayOfStrings("organisations")),
                        row.getBuffer("content").getBytes()),
                row.getBuffer("own_content").getBytes(),
                row.getString("fingerprint"),
                new PatientRecord.Word(
                        row.getString("said_by"),
                        TrustOrder.Kind.of(row.getString("said_kind")),
                        row.getOffsetDateTime("said_at").toInstant()),
                new PatientRecord.Merge(
                        Optional.ofNullable(row.getString("merged_into")),
                        Optional.ofNullable(row.getOffsetDateTime("merged_at")).map(at -> at.toInstant()),
                        Optional.ofNullable(row.getString("merge_reason")).orElse(""),
                        row.getLong("standing_version")));
    }
}
