package org.meridiandx.order.outbound.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.partners.OutgoingCodes;
import org.meridiandx.partners.SegmentWriter;

/// NTE: what no field is sure to carry, each as a comment with what it is before it; every receiver shows those.
///
/// A series is one of them: fields for it are read by few, and one that is missed makes of it one single test.
///
/// **Source:** HL7 v2.5.1 chapter 2.15.10 (NTE).
final class OrderNotes {
    private final ServiceRequest request;

    OrderNotes(ServiceRequest request) {
        this.request = request;
    }

    /// NTE-3 <- note, occurrenceTiming, quantity, asNeeded, specimen, bodySite, orderDetail, patientInstruction
    ///
    /// @throws IllegalArgumentException where one of them has nothing that could be told
    List<SegmentWriter> segments() {
        var texts = new ArrayList<String>();
        request.getNote().forEach(note -> texts.add(OutgoingCodes.textOf(note.getText())));
        texts.addAll(series());
        specimensElsewhere().forEach(specimen -> texts.add(said("Specimen", wordsOf(specimen))));
        request.getBodySite().forEach(site -> texts.add("Body site: " + OutgoingCodes.wordsOf(site)));
        request.getOrderDetail().forEach(detail -> texts.add("Order detail: " + OutgoingCodes.wordsOf(detail)));
        if (request.hasPatientInstruction()) {
            texts.add("Told to the patient: " + request.getPatientInstruction());
        }
        var notes = new ArrayList<SegmentWriter>();
        for (var text : texts) {
            notes.add(new SegmentWriter("NTE")
                    .set(1, String.valueOf(notes.size() + 1))
                    .set(3, text));
        }
        return notes;
    }

    /// When, how much, and on what condition.
    private List<String> series() {
        var texts = new ArrayList<String>();
        if (request.hasOccurrenceTiming()) {
            texts.add(said("Timing", OutgoingCodes.wordsOf(request.getOccurrenceTiming())));
        }
        if (request.hasQuantity()) {
            texts.add(said("Quantity", OutgoingCodes.wordsOf(request.getQuantity())));
        }
        if (request.hasAsNeededCodeableConcept()) {
            texts.add(said("As needed", OutgoingCodes.wordsOf(request.getAsNeededCodeableConcept())));
        } else if (request.hasAsNeededBooleanType()
                && request.getAsNeededBooleanType().booleanValue()) {
            texts.add("As needed");
        }
        return texts;
    }

    /// Those that are not within the request, and so are no SPM.
    private Stream<Reference> specimensElsewhere() {
        return request.getSpecimen().stream()
                .filter(specimen ->
                        !OutgoingCodes.textOf(specimen.getReference()).startsWith("#"));
    }

    private static String wordsOf(Reference specimen) {
        var known = Stream.of(
                        OutgoingCodes.textOf(specimen.getIdentifier().getValue()),
                        OutgoingCodes.textOf(specimen.getDisplay()))
                .filter(text -> !text.isBlank())
                .toList();
        return known.isEmpty() ? OutgoingCodes.textOf(specimen.getReference()) : String.join(" ", known);
    }

    private static String said(String what, String words) {
        if (words.isBlank()) {
            throw new IllegalArgumentException("nothing can be told of " + what);
        }
        return what + ": " + words;
    }
}
