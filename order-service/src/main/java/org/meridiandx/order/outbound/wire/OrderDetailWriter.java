package org.meridiandx.order.outbound.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Specimen;
import org.meridiandx.partners.ObservationSegments;
import org.meridiandx.partners.OutgoingCodes;
import org.meridiandx.partners.SegmentWriter;
import org.meridiandx.partners.SpecimenSegments;

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
        var writer = new ObservationSegments(codes);
        var segments = new ArrayList<SegmentWriter>();
        var set = 1;
        for (var resource : told().toList()) {
            switch (resource) {
                case Observation observation -> {
                    segments.addAll(writer.of(observation, set));
                    set += 1 + observation.getComponent().size();
                }
                case DocumentReference document ->
                    segments.add(
                            writer.document(document.getContentFirstRep().getAttachment(), document.getType(), set++));
                default -> {}
            }
        }
        return segments;
    }

    /// SPM <- specimen (contained)
    List<SegmentWriter> specimens() {
        var writer = new SpecimenSegments(codes);
        var segments = new ArrayList<SegmentWriter>();
        for (var specimen : contained(Specimen.class)) {
            segments.add(writer.of(specimen, segments.size() + 1));
        }
        return segments;
    }

    /// OBR-7 <- collection.collected; OBR-15 <- type, note, method, bodySite of the first specimen (SPS)
    void oldSpecimen(SegmentWriter obr) {
        contained(Specimen.class).stream().findFirst().ifPresent(specimen -> {
            var collection = specimen.getCollection();
            obr.set(7, SpecimenSegments.collected(specimen));
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

    private String concept(CodeableConcept concept) {
        return concept.isEmpty() ? "" : codes.concept(concept);
    }
}
