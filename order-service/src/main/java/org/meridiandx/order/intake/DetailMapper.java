package org.meridiandx.order.intake;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Specimen;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.meridiandx.feeds.Hl7Document;
import org.meridiandx.feeds.Hl7Times;
import org.meridiandx.hl7v2.Hl7Field;
import org.meridiandx.hl7v2.Hl7Segment;

/// What stands around an order: OBX, DG1, SPM, AL1 and NTE, each kept within the request.
///
/// **Source:** HL7 v2.5.1 chapters 3 (AL1), 4 (NTE), 6 (DG1), 7 (OBX, SPM); HL7 v2-to-FHIR.
final class DetailMapper {
    static final String SUB_ID = "urn:meridian:extension:obx-sub-id";
    private final Hl7Coding codes;
    private final ServiceRequest request;
    private Optional<Observation> lastObservation = Optional.empty();

    DetailMapper(Hl7Coding codes, ServiceRequest request) {
        this.codes = codes;
        this.request = request;
    }

    void map(List<Hl7Segment> segments) {
        for (var segment : segments) {
            switch (segment.name()) {
                case "NTE" -> note(segment);
                case "OBX" -> observation(segment);
                case "DG1" -> diagnosis(segment);
                case "SPM" -> specimen(segment);
                case "AL1" -> allergy(segment);
                default -> {}
            }
        }
    }

    /// Observation.note after an OBX, else ServiceRequest.note <- NTE-3, a `~` that was not escaped kept
    private void note(Hl7Segment nte) {
        nte.text(3)
                .ifPresent(text -> lastObservation
                        .map(Observation::addNote)
                        .orElseGet(request::addNote)
                        .setText(text));
    }

    /// ServiceRequest.supportingInfo <- OBX
    private void observation(Hl7Segment obx) {
        if (Hl7Document.isDocument(obx)) {
            document(obx);
            return;
        }
        var observation = new Observation();
        observation.setStatus(
                obx.value(11).filter("P"::equals).isPresent() // <- OBX-11
                        ? ObservationStatus.PRELIMINARY
                        : ObservationStatus.FINAL);
        observation.setCode(codes.concept(obx.field(3)) // <- OBX-3
                .orElseGet(() -> new CodeableConcept().setText("not named by the sender")));
        obx.value(4).ifPresent(sub -> observation.addExtension(SUB_ID, new StringType(sub))); // <- OBX-4
        value(obx).ifPresent(observation::setValue); // <- OBX-5, OBX-6
        obx.text(7).ifPresent(range -> observation.addReferenceRange().setText(range)); // <- OBX-7
        obx.value(8)
                .ifPresent(flag -> observation
                        .addInterpretation()
                        .addCoding() // <- OBX-8 (table 0078)
                        .setSystem("http://terminology.hl7.org/CodeSystem/v2-0078")
                        .setCode(flag));
        obx.value(14).flatMap(DetailMapper::time).ifPresent(observation::setEffective); // <- OBX-14
        codes.concept(obx.field(17)).ifPresent(observation::setMethod); // <- OBX-17
        codes.concept(obx.field(20)).ifPresent(observation::setBodySite); // <- OBX-20
        contain("observation", observation);
        lastObservation = Optional.of(observation);
    }

    private Optional<Type> value(Hl7Segment obx) {
        var values = obx.repetitions(5);
        if (values.isEmpty() || values.getFirst().isNull()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            return Optional.of(new StringType(
                    String.join("; ", values.stream().map(DetailMapper::words).toList())));
        }
        var value = values.getFirst();
        return switch (obx.value(2).orElse("")) {
            case "NM" ->
                value.value()
                                .map(DetailMapper::number)
                                .filter(Optional::isPresent)
                                .isPresent()
                        ? Optional.of(codes.quantity(number(value.value().get()).orElseThrow(), obx.field(6)))
                        : text(value);
            case "CE", "CWE", "CNE", "CF" -> codes.concept(value).map(concept -> concept);
            case "DT", "TS", "DTM" ->
                value.value()
                        .flatMap(DetailMapper::time)
                        .<Type>map(time -> time)
                        .or(() -> text(value));
            case "ST", "TX", "FT" -> obx.text(5).map(StringType::new);
            default -> text(value);
        };
    }

    static Optional<DateTimeType> time(String text) {
        return Hl7Times.dateTime(text).map(DateTimeType::new);
    }

    private static Optional<Type> text(Hl7Field value) {
        return value.text().map(StringType::new);
    }

    private static String words(Hl7Field value) {
        return value.component(2).or(value::text).orElse("");
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException bad) {
            return Optional.empty();
        }
    }

    /// A contained DocumentReference <- OBX (ED, RP)
    private void document(Hl7Segment obx) {
        var document = new DocumentReference();
        document.setStatus(DocumentReferenceStatus.CURRENT);
        codes.concept(obx.field(3)).ifPresent(document::setType); // <- OBX-3
        document.addContent().setAttachment(attachment(obx)); // <- OBX-5
        contain("document", document);
        lastObservation = Optional.empty();
    }

    /// What cannot be decoded stays as the text that was sent.
    private static Attachment attachment(Hl7Segment obx) {
        var document = Hl7Document.of(obx);
        var attachment = new Attachment();
        document.contentType().ifPresent(attachment::setContentType); // <- ED.2, ED.3; RP.3, RP.4
        document.address().ifPresent(attachment::setUrl); // <- RP.1
        document.content()
                .ifPresentOrElse(
                        attachment::setData, // <- ED.4, ED.5
                        () -> obx.field(5).componentText(5).ifPresent(attachment::setTitle));
        return attachment;
    }

    /// ServiceRequest.reasonCode <- DG1-3, DG1-4
    private void diagnosis(Hl7Segment dg1) {
        var reason = codes.concept(dg1.field(3)).orElseGet(CodeableConcept::new);
        dg1.value(4).ifPresent(reason::setText);
        if (!reason.isEmpty()) {
            request.addReasonCode(reason);
        }
    }

    /// ServiceRequest.specimen <- SPM
    private void specimen(Hl7Segment spm) {
        var specimen = new Specimen();
        spm.value(2)
                .ifPresent(id -> specimen.addIdentifier() // <- SPM-2.1
                        .setSystem(codes.sender().system("", "specimen"))
                        .setValue(id));
        spm.value(2, 2).ifPresent(id -> specimen.getAccessionIdentifier().setValue(id)); // <- SPM-2.2
        codes.concept(spm.field(4)).ifPresent(specimen::setType); // <- SPM-4
        codes.concept(spm.field(7)).ifPresent(specimen.getCollection()::setMethod); // <- SPM-7
        codes.concept(spm.field(8)).ifPresent(specimen.getCollection()::setBodySite); // <- SPM-8
        spm.value(14).ifPresent(text -> specimen.addNote().setText(text)); // <- SPM-14
        spm.value(17).flatMap(DetailMapper::time).ifPresent(specimen.getCollection()::setCollected); // <- SPM-17
        spm.value(18).flatMap(DetailMapper::time).ifPresent(specimen::setReceivedTimeElement); // <- SPM-18
        codes.concept(spm.field(24)).ifPresent(specimen::addCondition); // <- SPM-24
        request.addSpecimen(contained("specimen", specimen));
    }

    /// ServiceRequest.specimen from the older fields <- OBR-15 (what it is), OBR-7 (collected)
    ///
    /// OBR-15 is an SPS, whose first component is the code with its text; some senders put a CE there.
    void oldSpecimen(Hl7Segment obr) {
        var source = obr.field(15);
        var isSps = source.component(1, 2).isPresent();
        var type = isSps ? codes.conceptWithin(source, 1) : codes.concept(source);
        type.map(new Specimen()::setType).ifPresent(specimen -> {
            if (isSps) {
                source.component(2).ifPresent(text -> specimen.addNote().setText(text)); // <- SPS.2
                source.component(3) // <- SPS.3
                        .map(new CodeableConcept()::setText)
                        .ifPresent(specimen.getCollection()::setMethod);
                codes.conceptWithin(source, 4).ifPresent(specimen.getCollection()::setBodySite); // <- SPS.4
            }
            obr.value(7).flatMap(DetailMapper::time).ifPresent(specimen.getCollection()::setCollected);
            request.addSpecimen(contained("specimen", specimen));
        });
    }

    /// ServiceRequest.supportingInfo <- AL1
    private void allergy(Hl7Segment al1) {
        var allergy = new AllergyIntolerance();
        codes.concept(al1.field(3)).ifPresent(allergy::setCode); // <- AL1-3
        allergy.setPatient(request.getSubject().copy());
        al1.value(5)
                .ifPresent(reaction -> allergy.addReaction() // <- AL1-5, AL1-4
                        .setDescription(al1.value(4)
                                .map(severity -> reaction + " (" + severity + ")")
                                .orElse(reaction))
                        .addManifestation()
                        .setText(reaction));
        contain("allergy", allergy);
    }

    private void contain(String kind, Resource resource) {
        request.addSupportingInfo(contained(kind, resource));
    }

    private Reference contained(String kind, Resource resource) {
        var id = kind + "-" + (request.getContained().size() + 1);
        resource.setId(id);
        request.addContained(resource);
        return new Reference("#" + id);
    }
}
