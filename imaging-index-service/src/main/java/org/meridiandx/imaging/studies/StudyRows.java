package org.meridiandx.imaging.studies;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.fhir.SecurityLabels;
import org.meridiandx.imaging.header.StudyAttributes;

/// Rows to records.
final class StudyRows {
    static final String COLUMNS = """
            id, version, last_updated, custodian, organisations, match_state, match_reason, patient_id, nhs_number,
            order_id, recorded_patient_id, security_labels, study_uid, dicom_patient_id, dicom_patient_issuer, patient_name, patient_birth_date, patient_sex,
            accession_number, accession_issuer, study_date, study_time, started_at, study_id_text, description,
            referrer, attributes, modalities, body_part, series_count, instance_count""";

    private StudyRows() {}

    static Study studyOf(Row row) {
        return new Study(
                row.getString("id"),
                row.getInteger("version"),
                row.getOffsetDateTime("last_updated").toInstant(),
                ownershipOf(row),
                attributesOf(row),
                List.of(row.getArrayOfStrings("modalities")),
                row.getString("body_part"),
                row.getInteger("series_count"),
                row.getInteger("instance_count"));
    }

    private static Study.Ownership ownershipOf(Row row) {
        return new Study.Ownership(
                row.getString("custodian"),
                Set.copyOf(Arrays.asList(row.getArrayOfStrings("organisations"))),
                MatchState.of(row.getString("match_state")),
                row.getString("match_reason"),
                textOf(row, "patient_id"),
                textOf(row, "nhs_number"),
                textOf(row, "order_id"),
                textOf(row, "recorded_patient_id"),
                SecurityLabels.parse(row.getArrayOfStrings("security_labels")));
    }

    private static StudyAttributes attributesOf(Row row) {
        return new StudyAttributes(
                row.getString("study_uid"),
                row.getString("dicom_patient_id"),
                row.getString("dicom_patient_issuer"),
                row.getString("patient_name"),
                dayOf(row, "patient_birth_date"),
                row.getString("patient_sex"),
                row.getString("accession_number"),
                row.getString("accession_issuer"),
                dayOf(row, "study_date"),
                row.getString("study_time"),
                instantOf(row, "started_at"),
                row.getString("study_id_text"),
                row.getString("description"),
                row.getString("referrer"),
                row.getBuffer("attributes").getBytes());
    }

    static SeriesSummary seriesOf(Row row) {
        return new SeriesSummary(
                row.getString("series_uid"),
                Optional.ofNullable(row.getInteger("series_number")),
                row.getString("modality"),
                row.getString("description"),
                row.getString("body_part"),
                instantOf(row, "started_at"),
                row.getInteger("instance_count"));
    }

    static String textOf(Row row, String column) {
        var value = row.getString(column);
        return value == null ? "" : value;
    }

    private static Optional<LocalDate> dayOf(Row row, String column) {
        return Optional.ofNullable(row.getLocalDate(column));
    }

    private static Optional<Instant> instantOf(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
