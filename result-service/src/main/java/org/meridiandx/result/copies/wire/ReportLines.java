package org.meridiandx.result.copies.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.StringType;
import org.meridiandx.partners.ObservationSegments;
import org.meridiandx.partners.OutgoingCodes;
import org.meridiandx.partners.SegmentWriter;

/// The OBX of a report: its lines, and the documents that it carries.
///
/// @param codes how codes are written
/// @param reportStatus OBR-25: the lines of a report that is withdrawn are withdrawn with it
record ReportLines(OutgoingCodes codes, String reportStatus) {
    private static final String SUB_ID = "urn:meridian:extension:hl7v2-sub-id";
    private static final CodeableConcept DOCUMENT = new CodeableConcept().setText("Document");

    List<SegmentWriter> of(List<Observation> lines, DiagnosticReport report) {
        var writer = new ObservationSegments(codes);
        var segments = new ArrayList<SegmentWriter>();
        var set = 1;
        for (var filed : lines) {
            var line = asReported(filed);
            var repeated = repeated(writer, line);
            var own = writer.of(repeated.isEmpty() ? line : withoutComponents(line), set);
            if (!repeated.isEmpty()) {
                own.getFirst()
                        .set(2, repeated.getFirst().field(2))
                        .raw(6, repeated.getFirst().field(6));
                own.getFirst().repetitions(5, fields(repeated));
            }
            complete(own.getFirst(), line);
            segments.addAll(own);
            set += 1 + (repeated.isEmpty() ? line.getComponent().size() : 0);
        }
        for (var form : report.getPresentedForm()) {
            var title = form.hasTitle() ? new CodeableConcept().setText(form.getTitle()) : DOCUMENT;
            segments.add(writer.document(form, title, set++) // OBX <- presentedForm
                    .set(11, reportStatus.equals("X") ? "X" : "F"));
        }
        return segments;
    }

    /// Several values of one test are repetitions of OBX-5, as they came.
    ///
    /// @return empty where the components say what they are of themselves
    private static List<SegmentWriter> repeated(ObservationSegments writer, Observation line) {
        var values = new ArrayList<SegmentWriter>();
        for (var component : line.getComponent()) {
            if (line.hasValue() || !component.hasValue() || !component.getCode().equalsDeep(line.getCode())) {
                return List.of();
            }
            var value = new SegmentWriter("OBX");
            writer.value(value, component.getValue());
            values.add(value);
        }
        var isAlike = values.stream()
                        .map(value -> value.field(2) + value.field(6))
                        .distinct()
                        .count()
                == 1;
        return isAlike ? values : List.of();
    }

    private static List<String> fields(List<SegmentWriter> values) {
        return values.stream().map(value -> value.field(5)).toList();
    }

    private static Observation withoutComponents(Observation line) {
        return line.copy().setComponent(null);
    }

    private static void complete(SegmentWriter obx, Observation line) {
        if (line.getExtensionByUrl(SUB_ID) instanceof org.hl7.fhir.r4.model.Extension sub
                && sub.getValue() instanceof StringType text) {
            obx.set(4, text.getValue()); // OBX-4 <- extension hl7v2-sub-id
        }
        obx.repetitions(
                8,
                line.getInterpretation().stream()
                        .map(ReportLines::flag)
                        .filter(flag -> !flag.isEmpty())
                        .toList()); // OBX-8 <- interpretation
        obx.components(18, OutgoingCodes.textOf(line.getDevice().getDisplay())); // OBX-18 <- device
        obx.set(19, OutgoingCodes.time(line.getIssuedElement())); // OBX-19 <- issued
        obx.repetitions(
                16,
                line.getPerformer().stream()
                        .map(performer -> SegmentWriter.join("", OutgoingCodes.textOf(performer.getDisplay())))
                        .filter(name -> !name.isEmpty())
                        .toList()); // OBX-16 <- performer
    }

    private static String flag(CodeableConcept interpretation) {
        return Stream.of(interpretation.getCodingFirstRep().getCode(), interpretation.getText())
                .map(OutgoingCodes::textOf)
                .filter(text -> !text.isEmpty())
                .map(SegmentWriter::escape)
                .findFirst()
                .orElse("");
    }

    /// A line of a report that is withdrawn is withdrawn with it, and what it consists of too.
    private Observation asReported(Observation line) {
        return reportStatus.equals("X") && line.getStatus() != ObservationStatus.ENTEREDINERROR
                ? line.copy().setStatus(ObservationStatus.CANCELLED)
                : line;
    }
}
