package org.meridiandx.partners;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Specimen;

/// SPM <- Specimen.
///
/// **Source:** HL7 v2.5.1 chapter 7.4.3.
///
/// @param codes how codes are written
public record SpecimenSegments(OutgoingCodes codes) {

    /// @param set SPM-1
    public SegmentWriter of(Specimen specimen, int set) {
        var collection = specimen.getCollection();
        return new SegmentWriter("SPM")
                .set(1, String.valueOf(set))
                .components(
                        2,
                        OutgoingCodes.textOf(specimen.getIdentifierFirstRep().getValue()), // SPM-2.1 <- identifier
                        OutgoingCodes.textOf(
                                specimen.getAccessionIdentifier().getValue())) // SPM-2.2 <- accessionIdentifier
                .raw(4, concept(specimen.getType())) // SPM-4 <- type
                .raw(7, concept(collection.getMethod())) // SPM-7 <- collection.method
                .raw(8, concept(collection.getBodySite())) // SPM-8 <- collection.bodySite
                .set(14, OutgoingCodes.textOf(specimen.getNoteFirstRep().getText())) // SPM-14 <- note
                .set(17, collected(specimen)) // SPM-17 <- collection.collected
                .set(18, OutgoingCodes.time(specimen.getReceivedTimeElement())) // SPM-18 <- receivedTime
                .set(20, specimen.getStatus() == Specimen.SpecimenStatus.UNSATISFACTORY ? "N" : ""); // <- status
    }

    /// When it was collected; empty where that is not known, or was no one time.
    public static String collected(Specimen specimen) {
        return specimen.getCollection().getCollected() instanceof DateTimeType time ? OutgoingCodes.time(time) : "";
    }

    private String concept(CodeableConcept concept) {
        return concept.isEmpty() ? "" : codes.concept(concept);
    }
}
