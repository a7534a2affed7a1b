package org.meridiandx.result.record.summary;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.result.record.rules.Absence;
import org.meridiandx.result.record.rules.Span;
import org.meridiandx.result.record.rules.Told;
import org.meridiandx.result.record.types.RecordShape;
import org.meridiandx.result.record.types.RecordType;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.ResourceTree;

/// An entry of the record as it was read for a summary.
///
/// @param codes of what it is about
/// @param absence whether it says that there is nothing
record Entry(
        RecordType type,
        String source,
        StoredResource stored,
        ObjectNode json,
        Set<Told.Coded> codes,
        Absence absence) {
    private static final List<String> STARTS = List.of(
            "/onsetDateTime",
            "/onsetPeriod/start",
            "/effectiveDateTime",
            "/effectivePeriod/start",
            "/occurrenceDateTime",
            "/performedDateTime",
            "/performedPeriod/start",
            "/period/start");
    private static final List<String> ENDS = List.of(
            "/abatementDateTime",
            "/abatementPeriod/end",
            "/onsetPeriod/end",
            "/effectivePeriod/end",
            "/performedPeriod/end",
            "/period/end");

    static Entry of(RecordType type, String source, StoredResource stored) {
        var json = ResourceTree.parse(stored.content());
        var codes = type.shape().codes(json).stream()
                .map(token -> new Told.Coded(token.system(), token.value()))
                .collect(Collectors.toSet());
        return new Entry(type, source, stored, json, codes, Absence.of(type.fhirName(), codes));
    }

    String status() {
        return type.shape().statusOf(json);
    }

    boolean isDisproved() {
        return Set.of("refuted", "entered-in-error").contains(RecordShape.verificationOf(json));
    }

    /// "None known" that is over: nothing, for something was found since.
    boolean isFormerAbsence() {
        return absence != Absence.NO && SummarySection.isOver(status());
    }

    /// When it was recorded, as it was sent; empty where it does not say.
    String recordedOn() {
        return first(List.of("/recordedDate", "/recorded", "/dateAsserted", "/authoredOn", "/created"));
    }

    String name() {
        return type.fhirName() + "/" + stored.id();
    }

    /// As [#told] where it is known that nobody else tells the same, which costs less.
    Told toldByOne() {
        var about = new Told.About(Set.of(), "", Set.of(), name());
        return new Told(
                name(),
                source,
                kind(),
                about,
                Span.UNKNOWN,
                stored.lastUpdated().toEpochMilli());
    }

    /// What it is about in words that are not the name of a code, to be compared.
    String words() {
        return ResourceColumns.each(json.path(type.shape().code().element())).stream()
                .map(Rest::ownWords)
                .collect(Collectors.joining(" "));
    }

    Told told() {
        var identifiers = ResourceColumns.identifiers(json).stream()
                .map(identifier -> identifier.system() + "|" + identifier.value())
                .collect(Collectors.toSet());
        return new Told(
                name(),
                source,
                kind(),
                new Told.About(
                        codes,
                        words(),
                        identifiers,
                        type.fhirName() + Rest.of(json, type.shape().code().element())),
                Span.of(first(STARTS), first(ENDS)),
                stored.lastUpdated().toEpochMilli());
    }

    private Told.Kind kind() {
        return switch (type) {
            case ALLERGY_INTOLERANCE, CONDITION, MEDICATION_STATEMENT -> Told.Kind.STATE;
            case IMMUNIZATION, PROCEDURE -> Told.Kind.EVENT;
            case MEDICATION_REQUEST, CARE_PLAN, ENCOUNTER -> Told.Kind.ACT;
        };
    }

    private String first(List<String> pointers) {
        return pointers.stream()
                .map(pointer -> ResourceColumns.text(json.at(pointer)))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    @Override
    public String toString() {
        return "Entry[" + type + "/" + stored.id() + "]";
    }
}
