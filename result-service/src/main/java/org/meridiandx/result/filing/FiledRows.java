package org.meridiandx.result.filing;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.result.resources.Token;

/// The rows that resources become: typed columns and the bytes that are served.
final class FiledRows {
    private FiledRows() {}

    /// What every row begins with.
    @SuppressWarnings("ArrayRecordComponent")
    record Head(
            String id,
            int version,
            OffsetDateTime lastUpdated,
            PatientRef patient,
            Set<String> organisations,
            byte[] content,
            String status) {}

    record Report(
            Head head,
            Token code,
            @Nullable OffsetDateTime effectiveAt,
            @Nullable OffsetDateTime issuedAt,
            String performer,
            String orderId,
            @Nullable String key,
            String contentHash,
            List<Token> identifiers,
            List<Token> codes,
            List<Token> categories) {

        static Report of(ReportVersion report, Instant at) {
            var json = report.json();
            var codes = ResourceColumns.codings(json.path("code"));
            return new Report(
                    headOf(report, at),
                    first(codes),
                    ResourceColumns.effective(json),
                    ResourceColumns.time(json.path("issued")),
                    ResourceColumns.performer(json),
                    report.order().orderId(),
                    report.key().isEmpty() ? null : report.key(),
                    report.contentHash(),
                    ResourceColumns.identifiers(json),
                    codes,
                    ResourceColumns.codings(json.path("category")));
        }
    }

    record Observation(
            Head head,
            Token category,
            Token code,
            @Nullable OffsetDateTime effectiveAt,
            @Nullable String number,
            String unit,
            String performer,
            String specimenId,
            String orderId,
            String reportId,
            String key,
            List<Token> identifiers,
            List<Token> codes) {

        static Observation of(ObservationVersion observation, Instant at) {
            var json = observation.json();
            var codes = ResourceColumns.codings(json.path("code"));
            var quantity = json.path("valueQuantity");
            return new Observation(
                    headOf(observation, at),
                    first(ResourceColumns.codings(json.path("category"))),
                    first(codes),
                    ResourceColumns.effective(json),
                    ResourceColumns.number(quantity.path("value")),
                    ResourceColumns.text(quantity.path("code")),
                    ResourceColumns.performer(json),
                    ResourceColumns.idOf(json.path("specimen")),
                    observation.orderId(),
                    observation.reportId(),
                    observation.key(),
                    ResourceColumns.identifiers(json),
                    codes);
        }
    }

    record Specimen(
            Head head,
            Token type,
            @Nullable OffsetDateTime collectedAt,
            String reportId,
            String key,
            List<Token> identifiers) {

        static Specimen of(SpecimenVersion specimen, Instant at) {
            var json = specimen.json();
            var collection = json.path("collection");
            var collected = ResourceColumns.time(collection.path("collectedDateTime"));
            return new Specimen(
                    headOf(specimen, at),
                    first(ResourceColumns.codings(json.path("type"))),
                    collected == null ? ResourceColumns.time(collection.at("/collectedPeriod/start")) : collected,
                    specimen.reportId(),
                    specimen.key(),
                    ResourceColumns.identifiers(json));
        }
    }

    private static Head headOf(FiledVersion filed, Instant at) {
        ResourceTree.stamp(filed.json(), filed.id(), filed.version(), at);
        return new Head(
                filed.id(),
                filed.version(),
                at.atOffset(ZoneOffset.UTC),
                filed.patient(),
                filed.organisations(),
                ResourceTree.write(filed.json()),
                ResourceColumns.text(filed.json().path("status")));
    }

    private static Token first(List<Token> tokens) {
        return tokens.isEmpty() ? Token.NONE : tokens.getFirst();
    }
}
