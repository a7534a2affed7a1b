package org.meridiandx.partners;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.Type;
import org.meridiandx.fhir.IdentifierSystems;

/// OBX with its NTE <- Observation, and OBX <- a document.
///
/// **Source:** HL7 v2.5.1 chapter 7.4.2.
///
/// @param codes how codes are written
public record ObservationSegments(OutgoingCodes codes) {

    /// OBX, its NTE, and an OBX for each component: one set id each, the NTE have their own.
    ///
    /// @param set OBX-1 of the first
    public List<SegmentWriter> of(Observation observation, int set) {
        var segments = new ArrayList<SegmentWriter>();
        segments.add(observation(observation, set));
        segments.addAll(notes(observation));
        var next = set + 1;
        for (var component : observation.getComponent()) {
            segments.add(component(observation, component, next++).set(4, String.valueOf(set)));
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
            case CANCELLED -> "X";
            case ENTEREDINERROR -> "W";
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
    public void value(SegmentWriter obx, Type value) {
        switch (value) {
            case Quantity quantity
            when quantity.hasComparator() ->
                obx.set(2, "SN")
                        .components(5, OutgoingCodes.comparatorOf(quantity), OutgoingCodes.numberOf(quantity))
                        .raw(6, unit(quantity));
            case Quantity quantity ->
                obx.set(2, "NM").set(5, OutgoingCodes.numberOf(quantity)).raw(6, unit(quantity));
            case Ratio ratio
            when ratio.getNumerator().hasValue() && isPlain(ratio.getDenominator()) ->
                structured(obx, OutgoingCodes.comparatorOf(ratio.getNumerator()), ratio.getNumerator(), ":")
                        .raw(5, obx.field(5) + "^" + OutgoingCodes.numberOf(ratio.getDenominator()));
            case Range range
            when range.getLow().hasValue() && range.getHigh().hasValue() ->
                structured(obx, "", range.getLow(), "-")
                        .raw(5, obx.field(5) + "^" + OutgoingCodes.numberOf(range.getHigh()));
            case CodeableConcept concept -> obx.set(2, "CE").raw(5, codes.concept(concept));
            case TimeType time ->
                obx.set(2, "TM").set(5, OutgoingCodes.textOf(time.getValue()).replace(":", ""));
            case BaseDateTimeType time -> obx.set(2, "TS").set(5, OutgoingCodes.time(time));
            default -> obx.set(2, "ST").set(5, OutgoingCodes.wordsOf(value));
        }
    }

    /// A denominator with a unit of its own, or one that is not exact, has no place in SN.
    ///
    /// **Hazard:** a titre of more than 1:640 that is told as 1:640.
    private static boolean isPlain(Quantity denominator) {
        return denominator.hasValue()
                && !denominator.hasComparator()
                && !denominator.hasUnit()
                && !denominator.hasCode();
    }

    /// SN: comparator, number, separator; the second number follows.
    private static SegmentWriter structured(SegmentWriter obx, String comparator, Quantity first, String separator) {
        return obx.set(2, "SN")
                .components(5, comparator, OutgoingCodes.numberOf(first), separator)
                .raw(6, unit(first));
    }

    /// A code of any other system looks like one of UCUM, and may mean another unit there.
    private static String unit(Quantity quantity) {
        var code = OutgoingCodes.textOf(quantity.getCode());
        var unit = OutgoingCodes.textOf(quantity.getUnit());
        var system = IdentifierSystems.UCUM.equals(quantity.getSystem()) ? "UCUM" : "L";
        return code.isEmpty() ? SegmentWriter.join(unit) : SegmentWriter.join(code, unit, system);
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

    /// OBX-5 as ED <- attachment.data, else as RP <- its url
    ///
    /// @param type OBX-3
    public SegmentWriter document(Attachment attachment, CodeableConcept type, int set) {
        var kind = OutgoingCodes.textOf(attachment.getContentType()).split("/", 2);
        var subtype = kind.length > 1 ? kind[1] : "";
        var obx = new SegmentWriter("OBX")
                .set(1, String.valueOf(set))
                .raw(3, concept(type))
                .set(11, "F");
        if (attachment.hasData()) {
            var data = Base64.getEncoder().encodeToString(attachment.getData());
            return obx.set(2, "ED").components(5, "", kind[0], subtype, "Base64", data);
        }
        return obx.set(2, "RP").components(5, OutgoingCodes.textOf(attachment.getUrl()), "", kind[0], subtype);
    }

    private String concept(CodeableConcept concept) {
        return concept.isEmpty() ? "" : codes.concept(concept);
    }
}
