package org.meridiandx.order.outbound.wire;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Specimen;
import org.hl7.fhir.r4.model.Type;

/// What a request holds within itself: AL1, OBX with its NTE, SPM. What was entered in error is not told.
///
/// **Source:** HL7 v2.5.1 chapters 3 (AL1), 7 (OBX, SPM).
final class OrderDetailWriter {
    private final ServiceRequest request;
    private final OutgoingCodes codes;

    OrderDetailWriter(ServiceRequest request, OutgoingCodes codes) {
        this.request = request;
        this.codes = codes;
    }

    private <T extends Resource> List<T> contained(Class<T> type) {
        return told().filter(type::isInstance).map(type::cast).toList();
    }

    private Stream<Resource> told() {
        return request.getContained().stream().filter(OrderDetailWriter::isTold);
    }

    /// AL1, SPM and the OBX of an order have no way to say that a thing is not so.
    private static boolean isTold(Resource resource) {
        return switch (resource) {
            case Observation observation ->
                observation.getStatus() != Observation.ObservationStatus.ENTEREDINERROR
                        && observation.getStatus() != Observation.ObservationStatus.CANCELLED;
            case AllergyIntolerance allergy ->
                allergy.getVerificationStatus().getCoding().stream()
                        .map(Coding::getCode)
                        .noneMatch(code -> "entered-in-error".equals(code) || "refuted".equals(code));
            case DocumentReference document ->
                document.getStatus() != Enumerations.DocumentReferenceStatus.ENTEREDINERROR;
            case Specimen specimen -> specimen.getStatus() != Specimen.SpecimenStatus.ENTEREDINERROR;
            default -> true;
        };
    }

    /// AL1 <- supportingInfo (contained AllergyIntolerance)
    List<SegmentWriter> allergies() {
        var segments = new ArrayList<SegmentWriter>();
        for (var allergy : contained(AllergyIntolerance.class)) {
            segments.add(new SegmentWriter("AL1")
                    .set(1, String.valueOf(segments.size() + 1))
                    .raw(3, codes.concept(allergy.getCode())) // AL1-3 <- code
                    .set(5, OutgoingCodes.textOf(allergy.getReactionFirstRep().getDescription()))); // <- reaction
        }
        return segments;
    }

    /// OBX and NTE <- supportingInfo (contained Observation, DocumentReference)
    List<SegmentWriter> observations() {
        var segments = new ArrayList<SegmentWriter>();
        var set = 1;
        for (var resource : told().toList()) {
            switch (resource) {
                case Observation observation -> {
                    var whole = set++;
                    segments.add(observation(observation, whole));
                    notes(observation).forEach(segments::add);
                    for (var component : observation.getComponent()) {
                        segments.add(component(observation, component, set++).set(4, String.valueOf(whole)));
                    }
                }
                case DocumentReference document -> segments.add(document(document, set++));
                default -> {}
            }
        }
        return segments;
    }

    private SegmentWriter observation(Observation observation, int set) {
        var obx = frame(observation, set)
                .raw(3, codes.concept(observation.getCode())) // OBX-3 <- code
                .set(7, range(observation.getReferenceRangeFirstRep())) // OBX-7 <- referenceRange
                .set(8, flag(observation.getInterpretationFirstRep())); // OBX-8 <- interpretation
        if (observation.hasValue()) {
            value(obx, observation.getValue());
        }
        return obx;
    }

    /// An OBX of its own; OBX-4, the same for all, is the OBX-1 of what it is a part of
    private SegmentWriter component(
            Observation observation, Observation.ObservationComponentComponent component, int set) {
        var obx = frame(observation, set)
                .raw(3, codes.concept(component.getCode())) // OBX-3 <- component.code
                .set(7, range(component.getReferenceRangeFirstRep())) // OBX-7 <- component.referenceRange
                .set(8, flag(component.getInterpretationFirstRep())); // OBX-8 <- component.interpretation
        if (component.hasValue()) {
            value(obx, component.getValue());
        }
        return obx;
    }

    private SegmentWriter frame(Observation observation, int set) {
        var time = observation.getEffective() instanceof DateTimeType at ? OutgoingCodes.time(at) : "";
        return new SegmentWriter("OBX")
                .set(1, String.valueOf(set))
                .set(11, status(observation)) // OBX-11 <- status (table 0085)
                .set(14, time) // OBX-14 <- effective
                .raw(17, concept(observation.getMethod())); // OBX-17 <- method
    }

    private static String status(Observation observation) {
        return switch (observation.getStatus()) {
            case REGISTERED -> "I";
            case PRELIMINARY -> "P";
            case AMENDED, CORRECTED -> "C";
            case FINAL -> "F";
            // Not verified.
            case null, default -> "R";
        };
    }

    private static String flag(CodeableConcept interpretation) {
        return OutgoingCodes.textOf(interpretation.getCodingFirstRep().getCode());
    }

    /// **Source:** HL7 v2.5.1 chapter 7.4.2.7, where limits count themselves as in FHIR.
    private static String range(Observation.ObservationReferenceRangeComponent range) {
        var low = OutgoingCodes.numberOf(range.getLow());
        var high = OutgoingCodes.numberOf(range.getHigh());
        if (range.hasText() || (low.isEmpty() && high.isEmpty())) {
            return OutgoingCodes.textOf(range.getText());
        }
        if (high.isEmpty()) {
            return ">=" + low;
        }
        return low.isEmpty() ? "<=" + high : low + " - " + high;
    }

    /// OBX-2, OBX-5, OBX-6 <- value
    private void value(SegmentWriter obx, Type value) {
        switch (value) {
            case Quantity quantity
            when quantity.hasComparator() ->
                obx.set(2, "SN")
                        .components(5, OutgoingCodes.comparatorOf(quantity), OutgoingCodes.numberOf(quantity))
                        .raw(6, unit(quantity));
            case Quantity quantity ->
                obx.set(2, "NM").set(5, OutgoingCodes.numberOf(quantity)).raw(6, unit(quantity));
            case CodeableConcept concept -> obx.set(2, "CE").raw(5, codes.concept(concept));
            case BaseDateTimeType time -> obx.set(2, "TS").set(5, OutgoingCodes.time(time));
            default -> obx.set(2, "ST").set(5, OutgoingCodes.wordsOf(value));
        }
    }

    private static String unit(Quantity quantity) {
        var code = OutgoingCodes.textOf(quantity.getCode());
        var unit = OutgoingCodes.textOf(quantity.getUnit());
        return code.isEmpty() ? SegmentWriter.join(unit) : SegmentWriter.join(code, unit, "UCUM");
    }

    private static List<SegmentWriter> notes(Observation observation) {
        var notes = new ArrayList<SegmentWriter>();
        observation
                .getNote()
                .forEach(note -> notes.add(new SegmentWriter("NTE")
                        .set(1, String.valueOf(notes.size() + 1))
                        .set(3, OutgoingCodes.textOf(note.getText()))));
        return notes;
    }

    /// OBX-5 as ED <- content.attachment.data, else as RP <- its url
    private SegmentWriter document(DocumentReference document, int set) {
        var attachment = document.getContentFirstRep().getAttachment();
        var kind = OutgoingCodes.textOf(attachment.getContentType()).split("/", 2);
        var subtype = kind.length > 1 ? kind[1] : "";
        var obx = new SegmentWriter("OBX")
                .set(1, String.valueOf(set))
                .raw(3, concept(document.getType()))
                .set(11, "F");
        if (attachment.hasData()) {
            var data = Base64.getEncoder().encodeToString(attachment.getData());
            return obx.set(2, "ED").components(5, "", kind[0], subtype, "Base64", data);
        }
        return obx.set(2, "RP").components(5, OutgoingCodes.textOf(attachment.getUrl()), "", kind[0], subtype);
    }

    /// SPM <- specimen (contained)
    List<SegmentWriter> specimens() {
        var segments = new ArrayList<SegmentWriter>();
        for (var specimen : contained(Specimen.class)) {
            var collection = specimen.getCollection();
            segments.add(new SegmentWriter("SPM")
                    .set(1, String.valueOf(segments.size() + 1))
                    .components(
                            2,
                            OutgoingCodes.textOf(
                                    specimen.getIdentifierFirstRep().getValue()), // SPM-2.1 <- identifier
                            OutgoingCodes.textOf(
                                    specimen.getAccessionIdentifier().getValue())) // SPM-2.2 <- accessionIdentifier
                    .raw(4, concept(specimen.getType())) // SPM-4 <- type
                    .raw(7, concept(collection.getMethod())) // SPM-7 <- collection.method
                    .raw(8, concept(collection.getBodySite())) // SPM-8 <- collection.bodySite
                    .set(14, OutgoingCodes.textOf(specimen.getNoteFirstRep().getText())) // SPM-14 <- note
                    .set(17, collected(specimen)) // SPM-17 <- collection.collected
                    .set(18, OutgoingCodes.time(specimen.getReceivedTimeElement()))); // SPM-18 <- receivedTime
        }
        return segments;
    }

    /// OBR-7 <- collection.collected; OBR-15 <- type, note, method, bodySite of the first specimen (SPS)
    void oldSpecimen(SegmentWriter obr) {
        contained(Specimen.class).stream().findFirst().ifPresent(specimen -> {
            var collection = specimen.getCollection();
            obr.set(7, collected(specimen));
            obr.raw(
                    15,
                    String.join(
                                    "^",
                                    concept(specimen.getType()).replace('^', '&'),
                                    SegmentWriter.escape(OutgoingCodes.textOf(
                                            specimen.getNoteFirstRep().getText())),
                                    SegmentWriter.escape(OutgoingCodes.wordsOf(collection.getMethod())),
                                    concept(collection.getBodySite()).replace('^', '&'))
                            .replaceAll("\\^+$", ""));
        });
    }

    private static String collected(Specimen specimen) {
        return specimen.getCollection().getCollected() instanceof DateTimeType time ? OutgoingCodes.time(time) : "";
    }

    private String concept(CodeableConcept concept) {
        return concept.isEmpty() ? "" : codes.concept(concept);
    }
}
