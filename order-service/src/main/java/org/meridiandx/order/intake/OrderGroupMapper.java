package org.meridiandx.order.intake;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.StringType;
import org.meridiandx.feeds.Sender;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.hl7v2.Hl7Field;
import org.meridiandx.hl7v2.Hl7Segment;
import org.meridiandx.order.records.Organisations;
import org.meridiandx.order.records.RequestFacts;

/// One order group (ORC, OBR and what follows) as a ServiceRequest, element by element.
///
/// **Source:** HL7 v2.5.1 chapters 4 and 7; HL7 v2-to-FHIR, ORC and OBR.
final class OrderGroupMapper {
    static final String PRIORITY = "urn:meridian:extension:hl7v2-priority";
    static final String COPY_TO = "urn:meridian:extension:copy-to";
    private static final Set<String> IMAGING = Set.of(
            "RAD", "RUS", "CT", "CTH", "MRI", "NMR", "NMS", "IMG", "OUS", "VUS", "XRC", "CUS", "RX", "NRS", "PF");

    private final Sender sender;
    private final Hl7Coding codes;
    private final Instant receivedAt;
    private final OrderPatient patient;

    OrderGroupMapper(Sender sender, Instant receivedAt, OrderPatient patient) {
        this.sender = sender;
        this.codes = new Hl7Coding(sender);
        this.receivedAt = receivedAt;
        this.patient = patient;
    }

    /// Either segment may be an empty one where the group lacks it.
    ///
    /// @param before segments of the patient level that tell of this order too (NTE, AL1, DG1)
    ServiceRequest map(Hl7Segment orc, Hl7Segment obr, List<Hl7Segment> details, List<Hl7Segment> before) {
        var request = new ServiceRequest();
        request.setStatus(ServiceRequest.ServiceRequestStatus.ACTIVE);
        request.setIntent(ServiceRequestIntent.ORDER);
        subject(request);
        numbers(request, orc, obr);
        request.addCategory(RequestFacts.categoryConcept(category(obr)));
        request.setCode(code(obr));
        priority(request, orc, obr, details);
        times(request, orc, obr, details);
        requester(request, orc, obr);
        performer(request);
        reasons(request, orc, obr);
        copyTo(request, obr);
        instructions(request, details);
        var mapper = new DetailMapper(codes, request);
        mapper.map(before);
        mapper.map(details);
        if (!request.hasSpecimen()) {
            mapper.oldSpecimen(obr);
        }
        return request;
    }

    /// ServiceRequest.subject <- PID-3, the most trusted identifier; the reference is put in when the patient is found
    private void subject(ServiceRequest request) {
        patient.identifiers().identifiers().stream()
                .findFirst()
                .ifPresent(key -> request.getSubject()
                        .setType("Patient")
                        .setIdentifier(new Identifier().setSystem(key.system()).setValue(key.value())));
    }

    /// ServiceRequest.identifier (PLAC, FILL), requisition <- ORC-2 / OBR-2, ORC-3 / OBR-3, ORC-4
    private void numbers(ServiceRequest request, Hl7Segment orc, Hl7Segment obr) {
        number(numbered(orc, obr, 2), "placer")
                .ifPresent(found -> request.addIdentifier(typed(found, IdentifierSystems.TYPE_PLACER)));
        number(numbered(orc, obr, 3), "filler")
                .ifPresent(found -> request.addIdentifier(typed(found, IdentifierSystems.TYPE_FILLER)));
        number(orc.field(4), "requisition").ifPresent(request::setRequisition);
    }

    /// Identifier <- EI.1; system <- EI.2, else EI.3, else the sender. An EI that has its number in
    /// EI.2 is read so.
    private Optional<Identifier> number(Hl7Field field, String kind) {
        return valueOf(field)
                .map(value -> new Identifier()
                        .setSystem(sender.system(assigner(field), kind))
                        .setValue(value));
    }

    private static Optional<String> valueOf(Hl7Field field) {
        return field.component(1).or(() -> field.component(2));
    }

    private static Hl7Field numbered(Hl7Segment orc, Hl7Segment obr, int field) {
        return valueOf(orc.field(field)).isPresent() ? orc.field(field) : obr.field(field);
    }

    private String assigner(Hl7Field field) {
        return assignerForAll(field).orElseGet(() -> {
            var name = assignerName(field);
            return name.isEmpty() ? "" : sender.facility() + " " + name;
        });
    }

    /// Two hospitals may both call their system `EPR`: only a name that is unique by itself stands without the sender.
    private static Optional<String> assignerForAll(Hl7Field field) {
        var name = assignerName(field);
        var isOds = OdsCode.parse(name).isPresent() && name.chars().anyMatch(Character::isDigit);
        return field.component(3)
                .filter(id -> field.component(4).isPresent())
                .or(() -> isOds ? Optional.of(name) : Optional.empty());
    }

    private static String assignerName(Hl7Field field) {
        return field.component(1).isPresent() ? field.component(2).orElse("") : "";
    }

    /// Whether the group's placer number is named as only this sender names it.
    static boolean isPlacerBySender(Hl7Segment orc, Hl7Segment obr) {
        return assignerForAll(numbered(orc, obr, 2)).isEmpty();
    }

    private static Identifier typed(Identifier found, String type) {
        return RequestFacts.identifier(type, found.getSystem(), found.getValue());
    }

    /// ServiceRequest.category <- OBR-24, or OBR-4 in NICIP (imaging only); without it laboratory,
    /// because OML is and most ORM are
    private static String category(Hl7Segment obr) {
        var section = obr.value(24).orElse("").toUpperCase(Locale.ROOT);
        var isNicip = obr.value(4, 3)
                .or(() -> obr.value(4, 6))
                .filter("NICIP"::equalsIgnoreCase)
                .isPresent();
        return isNicip || IMAGING.contains(section)
                ? IdentifierSystems.CATEGORY_IMAGING
                : IdentifierSystems.CATEGORY_LAB;
    }

    /// ServiceRequest.code <- OBR-4
    private CodeableConcept code(Hl7Segment obr) {
        return codes.concept(obr.field(4)).orElseGet(() -> {
            var unnamed = new CodeableConcept().setText("not named by the sender");
            unnamed.addCoding().setSystem(sender.system("", "codes")).setCode("unnamed");
            return unnamed;
        });
    }

    /// ServiceRequest.priority <- TQ1-9, else ORC-7.6, OBR-27.6, OBR-5
    private void priority(ServiceRequest request, Hl7Segment orc, Hl7Segment obr, List<Hl7Segment> details) {
        var said = first(details, "TQ1")
                .flatMap(tq1 -> tq1.value(9))
                .or(() -> orc.value(7, 6))
                .or(() -> obr.value(27, 6))
                .or(() -> obr.value(5))
                .orElse("");
        request.setPriority(
                switch (said.toUpperCase(Locale.ROOT)) {
                    case "S", "STAT" -> ServiceRequestPriority.STAT;
                    case "A", "ASAP" -> ServiceRequestPriority.ASAP;
                    case "U", "URGENT", "T", "C" -> ServiceRequestPriority.URGENT;
                    default -> ServiceRequestPriority.ROUTINE;
                });
        if (!said.isEmpty()) {
            request.addExtension(PRIORITY, new StringType(said));
        }
    }

    /// ServiceRequest.authoredOn <- ORC-9; occurrence <- TQ1-7, else ORC-7.4, OBR-36, OBR-6
    private void times(ServiceRequest request, Hl7Segment orc, Hl7Segment obr, List<Hl7Segment> details) {
        request.setAuthoredOnElement(orc.value(9)
                .flatMap(DetailMapper::time)
                .orElseGet(() -> new DateTimeType(
                        Date.from(receivedAt), TemporalPrecisionEnum.SECOND, TimeZone.getTimeZone("UTC"))));
        first(details, "TQ1")
                .flatMap(tq1 -> tq1.value(7))
                .or(() -> orc.value(7, 4))
                .or(() -> obr.value(36))
                .or(() -> obr.value(6))
                .flatMap(DetailMapper::time)
                .ifPresent(request::setOccurrence);
    }

    /// ServiceRequest.requester <- ORC-21 (organisation), else MSH-4; person <- ORC-12, else
    /// OBR-16; ORC-14, OBR-17
    private void requester(ServiceRequest request, Hl7Segment orc, Hl7Segment obr) {
        var organisation = orderingOrganisation(orc.field(21));
        var person = orc.field(12).isPresent() ? orc.field(12) : obr.field(16);
        if (!person.isPresent()) {
            request.setRequester(organisation);
            return;
        }
        var role = new PractitionerRole();
        role.setId("requester");
        role.setOrganization(organisation);
        role.setPractitioner(practitioner(person));
        orc.value(14)
                .or(() -> obr.value(17))
                .ifPresent(phone -> role.addTelecom()
                        .setSystem(org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem.PHONE)
                        .setValue(phone));
        request.addContained(role);
        request.setRequester(new Reference("#requester"));
    }

    /// XON with ODS as its authority (XON.6 or XON.7) gives the code in XON.10 or XON.3; else MSH-4
    /// where it is one
    private Reference orderingOrganisation(Hl7Field field) {
        var isOds = field.component(6).filter("ODS"::equalsIgnoreCase).isPresent()
                || field.component(7).filter("ODS"::equalsIgnoreCase).isPresent();
        var ods = isOds
                ? field.component(10).or(() -> field.component(3)).flatMap(OdsCode::parse)
                : Optional.<OdsCode>empty();
        var organisation = ods.or(sender::odsCode)
                .map(code -> Organisations.reference(code.value()))
                .orElseGet(() -> new Reference()
                        .setType("Organization")
                        .setIdentifier(new Identifier()
                                .setSystem(sender.system("", "facility"))
                                .setValue(sender.facility().isBlank() ? "unnamed" : sender.facility())));
        field.component(1).ifPresent(organisation::setDisplay);
        return organisation;
    }

    /// A person <- XCN.1 (number), XCN.9 (its authority), XCN.2, XCN.3, XCN.6 (name)
    private Reference practitioner(Hl7Field person) {
        var reference = new Reference().setType("Practitioner");
        person.component(1)
                .ifPresent(number -> reference.setIdentifier(new Identifier()
                        .setSystem(sender.system(person.component(9).orElse(""), "staff"))
                        .setValue(number)));
        var name = String.join(
                        " ",
                        person.component(6).orElse(""),
                        person.component(3).orElse(""),
                        person.component(2).orElse(""))
                .strip();
        if (!name.isEmpty()) {
            reference.setDisplay(name);
        }
        return reference;
    }

    /// ServiceRequest.performer <- MSH-6 where it is an ODS code and not the sender's; without it the
    /// order is routed as any other
    private void performer(ServiceRequest request) {
        OdsCode.parse(sender.receiver())
                .map(OdsCode::value)
                .filter(ods -> !ods.equals(sender.facility()) && isCode(ods))
                .ifPresent(ods -> request.addPerformer(Organisations.reference(ods)));
    }

    /// Other letters than those of a trust or one of its sites are a name: an order must not go to
    /// a place that there is not.
    private static boolean isCode(String ods) {
        return ods.chars().anyMatch(Character::isDigit) || ods.length() == 3 || ods.length() == 5;
    }

    /// ServiceRequest.reasonCode <- OBR-31, ORC-16; note <- OBR-13, OBR-39
    private void reasons(ServiceRequest request, Hl7Segment orc, Hl7Segment obr) {
        obr.repetitions(31).forEach(field -> codes.concept(field).ifPresent(request::addReasonCode));
        codes.concept(orc.field(16)).ifPresent(request::addReasonCode);
        obr.text(13).ifPresent(text -> request.addNote().setText(text));
        obr.text(39).ifPresent(text -> request.addNote().setText(text));
        obr.value(12).ifPresent(danger -> request.addNote().setText("Danger code: " + danger));
        codes.concept(obr.field(44)).ifPresent(request::addOrderDetail);
        codes.concept(obr.field(46)).ifPresent(request::addOrderDetail);
    }

    /// ServiceRequest.note <- TQ1-10 (condition), TQ1-11 (instruction)
    private static void instructions(ServiceRequest request, List<Hl7Segment> details) {
        first(details, "TQ1").ifPresent(tq1 -> {
            tq1.text(10).ifPresent(text -> request.addNote().setText(text));
            tq1.text(11).ifPresent(text -> request.addNote().setText(text));
        });
    }

    /// Extension copy-to <- OBR-28 (all repetitions)
    private void copyTo(ServiceRequest request, Hl7Segment obr) {
        obr.repetitions(28).forEach(person -> request.addExtension(COPY_TO, practitioner(person)));
    }

    private static Optional<Hl7Segment> first(List<Hl7Segment> segments, String name) {
        return segments.stream().filter(segment -> segment.is(name)).findFirst();
    }
}
