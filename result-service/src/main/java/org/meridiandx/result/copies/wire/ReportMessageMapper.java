package org.meridiandx.result.copies.wire;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.partners.OutgoingCodes;
import org.meridiandx.partners.SegmentWriter;
import org.meridiandx.partners.SpecimenSegments;
import org.meridiandx.result.resources.ReportNotes;

/// One report as ORU^R01, field by field.
///
/// **Hazard:** a correction that reads like a first result, or a withdrawn value like a valid one.
///
/// **Source:** HL7 v2.5.1 chapters 3 (PID), 4 (ORC, NTE), 7 (OBR, OBX, SPM); tables 0085 and 0123.
public final class ReportMessageMapper {
    private static final String PARENT = "urn:meridian:extension:hl7v2-parent";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx", Locale.ROOT).withZone(ZoneOffset.UTC);
    private final OutgoingReport message;
    private final DiagnosticReport report;
    private final OutgoingCodes codes = new OutgoingCodes("");

    private ReportMessageMapper(OutgoingReport message) {
        this.message = message;
        this.report = message.report();
    }

    /// The message in the recipient's character set, without a frame. What the set lacks is written
    /// as `?`.
    public static byte[] write(OutgoingReport message) {
        return new ReportMessageMapper(message)
                .text()
                .getBytes(message.profile().javaCharset());
    }

    private String text() {
        var segments = new ArrayList<SegmentWriter>();
        segments.add(header());
        segments.add(patient());
        segments.add(common());
        segments.add(request());
        segments.addAll(notes());
        segments.addAll(new ReportLines(codes, reportStatus()).of(ordered(), report));
        if (message.profile().hasSpecimens()) {
            var writer = new SpecimenSegments(codes);
            var set = 1;
            for (var specimen : message.specimens()) {
                segments.add(writer.of(specimen, set++)); // SPM <- specimen
            }
        }
        var text = new StringBuilder();
        segments.forEach(text::append);
        return text.toString();
    }

    private SegmentWriter header() {
        var profile = message.profile();
        return new SegmentWriter("MSH")
                .raw(2, "^~\\&")
                .set(3, profile.ownApplication())
                .set(4, profile.ownFacility())
                .set(5, profile.application())
                .set(6, profile.ods())
                .set(7, TIME.format(message.queuedAt()))
                .raw(9, profile.version().equals("2.3") ? "ORU^R01" : "ORU^R01^ORU_R01")
                .set(10, message.controlId())
                .set(11, "P")
                .set(12, profile.version())
                .set(18, profile.charset());
    }

    private SegmentWriter patient() {
        var nhsNumber = message.nhsNumber();
        var known = message.patient();
        return new SegmentWriter("PID")
                .set(1, "1")
                .raw(3, nhsNumber.isEmpty() ? "" : SegmentWriter.join(nhsNumber, "", "", "NHS", "NH")) // <- NHS number
                .raw(
                        5,
                        known.map(name -> SegmentWriter.join(name.familyName(), name.givenNames()))
                                .orElse("")) // PID-5 <- Patient.name
                .set(
                        7,
                        known.flatMap(name -> name.demographics().birthDate())
                                .map(day -> day.toString().replace("-", ""))
                                .orElse("")) // PID-7 <- Patient.birthDate
                .set(
                        8,
                        known.flatMap(name -> name.demographics().gender())
                                .map(OutgoingCodes::sex)
                                .orElse("")); // PID-8 <- Patient.gender
    }

    private SegmentWriter common() {
        return new SegmentWriter("ORC")
                .set(1, "RE")
                .set(2, number(IdentifierSystems.TYPE_PLACER)) // ORC-2 <- identifier PLAC
                .set(3, filler()); // ORC-3 <- identifier FILL
    }

    private SegmentWriter request() {
        return new SegmentWriter("OBR")
                .set(1, "1")
                .set(2, number(IdentifierSystems.TYPE_PLACER)) // OBR-2 <- identifier PLAC
                .set(3, filler()) // OBR-3 <- identifier FILL
                .raw(4, codes.concept(report.getCode())) // OBR-4 <- code
                .set(7, start()) // OBR-7 <- effective
                .set(
                        8,
                        report.getEffective() instanceof Period period
                                ? OutgoingCodes.time(period.getEndElement())
                                : "")
                .set(22, OutgoingCodes.time(report.getIssuedElement())) // OBR-22 <- issued
                .set(24, section()) // OBR-24 <- category
                .set(25, reportStatus()) // OBR-25 <- status
                .components(28, message.profile().ods(), "", "", "", "", "", "", "", "ODS") // <- whom this goes to
                .raw(29, parent()) // OBR-29 <- extension hl7v2-parent
                .repetitions(32, interpreters()); // OBR-32 <- resultsInterpreter
    }

    private String start() {
        return switch (report.getEffective()) {
            case DateTimeType time -> OutgoingCodes.time(time);
            case Period period -> OutgoingCodes.time(period.getStartElement());
            case null, default -> "";
        };
    }

    /// A result that the recipient has in another version is a correction, whatever the laboratory
    /// calls it.
    private String reportStatus() {
        return switch (report.getStatus()) {
            case REGISTERED -> "O";
            case PARTIAL -> "A";
            case PRELIMINARY -> "P";
            case FINAL -> message.isCorrection() ? "C" : "F";
            case AMENDED, CORRECTED, APPENDED -> "C";
            case CANCELLED, ENTEREDINERROR -> "X";
            case null, default -> "";
        };
    }

    private String section() {
        return report.getCategory().stream()
                .flatMap(category -> category.getCoding().stream())
                .filter(coding -> IdentifierSystems.DIAGNOSTIC_SERVICE.equals(coding.getSystem()))
                .map(Coding::getCode)
                .findFirst()
                .orElse("");
    }

    private String number(String type) {
        return report.getIdentifier().stream()
                .filter(identifier ->
                        identifier.getType().getCoding().stream().anyMatch(coding -> type.equals(coding.getCode())))
                .map(identifier -> OutgoingCodes.textOf(identifier.getValue()))
                .findFirst()
                .orElse("");
    }

    /// By it the recipient knows a correction: without one of its own, what the report is called
    /// here.
    private String filler() {
        var filler = number(IdentifierSystems.TYPE_FILLER);
        return filler.isEmpty()
                ? Stream.concat(
                                report.getIdentifier().stream().map(Identifier::getValue),
                                Stream.of(report.getIdElement().getIdPart()))
                        .map(OutgoingCodes::textOf)
                        .filter(value -> !value.isEmpty())
                        .findFirst()
                        .orElse("")
                : filler;
    }

    /// OBR-29.2 <- the filler number of the parent order, OBR-29.1 <- its placer number
    private String parent() {
        var extension = report.getExtensionByUrl(PARENT);
        if (extension == null || !(extension.getValue() instanceof Identifier parent)) {
            return "";
        }
        var isFiller = OutgoingCodes.textOf(parent.getSystem()).endsWith(":filler");
        var value = OutgoingCodes.textOf(parent.getValue());
        return isFiller ? SegmentWriter.join("", value) : SegmentWriter.join(value);
    }

    /// NDL.1.2, where a name stands that nobody knows the parts of
    private List<String> interpreters() {
        return report.getResultsInterpreter().stream()
                .map(Reference::getDisplay)
                .map(OutgoingCodes::textOf)
                .filter(name -> !name.isEmpty())
                .map(name -> "&" + SegmentWriter.escape(name))
                .toList();
    }

    /// NTE <- note, conclusion, conclusionCode
    private List<SegmentWriter> notes() {
        var texts = new ArrayList<String>();
        report.getExtensionsByUrl(ReportNotes.URL)
                .forEach(note -> texts.add(
                        note.getValue() instanceof Annotation annotation
                                ? OutgoingCodes.textOf(annotation.getText())
                                : ""));
        texts.add(OutgoingCodes.textOf(report.getConclusion()));
        report.getConclusionCode().stream()
                .map(OutgoingCodes::wordsOf)
                .filter(words -> !texts.contains(words))
                .forEach(texts::add);
        texts.removeIf(String::isBlank);
        var notes = new ArrayList<SegmentWriter>();
        texts.forEach(text -> notes.add(new SegmentWriter("NTE")
                .set(1, String.valueOf(notes.size() + 1))
                .set(3, text)));
        return notes;
    }

    /// As the report lists them; what it does not list comes after.
    private List<Observation> ordered() {
        var places = new HashMap<String, Integer>();
        report.getResult()
                .forEach(line -> places.putIfAbsent(line.getReferenceElement().getIdPart(), places.size()));
        return message.lines().stream()
                .sorted(java.util.Comparator.comparingInt(
                        line -> places.getOrDefault(line.getIdElement().getIdPart(), Integer.MAX_VALUE)))
                .toList();
    }
}
