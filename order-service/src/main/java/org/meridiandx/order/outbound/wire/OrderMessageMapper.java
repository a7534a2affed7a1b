package org.meridiandx.order.outbound.wire;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.partners.OutgoingCodes;
import org.meridiandx.partners.SegmentWriter;

/// One request as ORM^O01, OML^O21 or OMG^O19, field by field.
///
/// Versions before 2.5 have no TQ1 and no SPM: priority and time are in ORC-7 and OBR-27 there, the
/// specimen in OBR-7 and OBR-15; ORM has them there in every version.
///
/// **Source:** HL7 v2.5.1 chapters 3 (PID), 4 (ORC, OBR, TQ1, NTE); IHE Radiology TF-2, RAD-4 (OBR-18).
public final class OrderMessageMapper {
    private static final String PRIORITY = "urn:meridian:extension:hl7v2-priority";
    private static final String COPY_TO = "urn:meridian:extension:copy-to";
    private static final String STATUS_REASON = "http://hl7.org/fhir/StructureDefinition/request-statusReason";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx", Locale.ROOT).withZone(ZoneOffset.UTC);
    private final OutgoingOrder order;
    private final ServiceRequest request;
    private final RequestFacts facts;
    private final OutgoingCodes codes;
    private final String type;
    private final boolean hasTq1;

    private OrderMessageMapper(OutgoingOrder order) {
        if (order.request().getDoNotPerform()) {
            throw new IllegalArgumentException("HL7 v2 has no order not to do something");
        }
        this.order = order;
        this.request = order.request();
        this.facts = RequestFacts.of(request);
        this.codes = new OutgoingCodes(order.partner().codeSystem());
        this.type = facts.category().equals(IdentifierSystems.CATEGORY_IMAGING)
                ? order.partner().imagingType()
                : order.partner().laboratoryType();
        this.hasTq1 = order.partner().hasNewSegments() && !type.startsWith("ORM");
    }

    /// The message in the partner's character set, without a frame. What the set lacks is written as `?`.
    ///
    /// @throws IllegalArgumentException for what HL7 v2 cannot say, such as that something is not to be done
    public static byte[] write(OutgoingOrder order) {
        return new OrderMessageMapper(order).text().getBytes(order.partner().javaCharset());
    }

    private String text() {
        var details = new OrderDetailWriter(request, codes);
        var text = new StringBuilder().append(header()).append(patient());
        details.allergies().forEach(text::append);
        text.append(common());
        if (hasTq1) {
            text.append(timing());
        }
        text.append(observationRequest(details));
        new OrderNotes(request).segments().forEach(text::append);
        details.observations().forEach(text::append);
        if (hasTq1) {
            details.specimens().forEach(text::append);
        }
        return text.toString();
    }

    private SegmentWriter header() {
        var partner = order.partner();
        var version = partner.version();
        var structure = type.replace('^', '_');
        return new SegmentWriter("MSH")
                .raw(2, "^~\\&")
                .set(3, partner.ownApplication()) // MSH-3 <- outbound_partner.own_application
                .set(4, partner.ownFacility()) // MSH-4 <- outbound_partner.own_facility
                .set(5, partner.application()) // MSH-5 <- outbound_partner.application
                .set(6, partner.ods()) // MSH-6 <- ServiceRequest.performer
                .set(7, TIME.format(order.changedAt())) // MSH-7 <- when the request became so
                .raw(9, version.equals("2.3") ? type : type + "^" + structure) // MSH-9 <- ServiceRequest.category
                .set(10, order.controlId())
                .set(11, "P")
                .set(12, version)
                .set(18, partner.charset());
    }

    private SegmentWriter patient() {
        var nhsNumber = facts.patient().nhsNumber();
        return new SegmentWriter("PID")
                .set(1, "1")
                .raw(3, nhsNumber.isEmpty() ? "" : SegmentWriter.join(nhsNumber, "", "", "NHS", "NH")) // <- subject
                .raw(5, name()) // PID-5 <- Patient.name, else subject.display
                .set(7, birthDate()) // PID-7 <- Patient.birthDate
                .set(8, sex()); // PID-8 <- Patient.gender (table 0001)
    }

    private String name() {
        return order.patient()
                .map(known -> SegmentWriter.join(known.familyName(), known.givenNames()))
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> SegmentWriter.join(
                        OutgoingCodes.textOf(request.getSubject().getDisplay())));
    }

    private String birthDate() {
        return order.patient()
                .flatMap(known -> known.demographics().birthDate())
                .map(day -> day.toString().replace("-", ""))
                .orElse("");
    }

    private String sex() {
        return order.patient()
                .flatMap(known -> known.demographics().gender())
                .map(OutgoingCodes::sex)
                .orElse("");
    }

    private SegmentWriter common() {
        var requester = requester();
        return new SegmentWriter("ORC")
                .set(1, order.control())
                .set(
                        2,
                        facts.numbers()
                                .placer()
                                .value()) // ORC-2 <- identifier PLAC; alone, so that it comes back alike
                .set(3, facts.numbers().filler()) // ORC-3 <- identifier FILL
                .set(4, facts.numbers().requisition().value()) // ORC-4 <- requisition
                .raw(7, hasTq1 ? "" : quantityTiming()) // ORC-7.4 <- occurrence; ORC-7.6 <- priority
                .set(9, OutgoingCodes.time(request.getAuthoredOnElement())) // ORC-9 <- authoredOn
                .raw(
                        12,
                        requester
                                .map(role -> OutgoingCodes.person(role.getPractitioner()))
                                .orElse(""))
                .set(14, telephone(requester)) // ORC-14 <- PractitionerRole.telecom
                .raw(16, reason().map(codes::concept).orElse("")) // ORC-16 <- request-statusReason
                .raw(21, organisation(requester)); // ORC-21 <- requester's organisation
    }

    private SegmentWriter timing() {
        return new SegmentWriter("TQ1")
                .set(1, "1")
                .set(7, occurrence()) // TQ1-7 <- occurrence
                .set(9, priority()); // TQ1-9 <- priority
    }

    private SegmentWriter observationRequest(OrderDetailWriter details) {
        var requester = requester();
        var obr = new SegmentWriter("OBR")
                .set(1, "1")
                .set(2, facts.numbers().placer().value()) // OBR-2 <- identifier PLAC
                .set(3, facts.numbers().filler()) // OBR-3 <- identifier FILL
                .raw(4, codes.concept(request.getCode())) // OBR-4 <- code
                .set(5, hasTq1 ? "" : priority()) // OBR-5 <- priority
                .set(6, hasTq1 ? "" : occurrence()) // OBR-6 <- occurrence
                .raw(
                        16,
                        requester
                                .map(role -> OutgoingCodes.person(role.getPractitioner()))
                                .orElse(""))
                .set(17, telephone(requester)) // OBR-17 <- PractitionerRole.telecom
                .set(18, facts.numbers().accession()) // OBR-18 <- identifier ACSN
                .set(24, facts.category()) // OBR-24 <- category
                .raw(27, hasTq1 ? "" : quantityTiming()) // OBR-27 <- occurrence, priority
                .repetitions(28, copies()) // OBR-28 <- extension copy-to
                .repetitions(
                        31, request.getReasonCode().stream().map(codes::concept).toList()); // <- reasonCode
        if (!hasTq1) {
            details.oldSpecimen(obr);
        }
        return obr;
    }

    private List<String> copies() {
        return request.getExtensionsByUrl(COPY_TO).stream()
                .map(Extension::getValue)
                .filter(Reference.class::isInstance)
                .map(person -> OutgoingCodes.person((Reference) person))
                .toList();
    }

    /// TQ.4 and TQ.6, before there was TQ1.
    private String quantityTiming() {
        return SegmentWriter.join("", "", "", occurrence(), "", priority());
    }

    private String occurrence() {
        if (request.hasOccurrenceDateTimeType()) {
            return OutgoingCodes.time(request.getOccurrenceDateTimeType());
        }
        return request.hasOccurrencePeriod()
                ? OutgoingCodes.time(request.getOccurrencePeriod().getStartElement())
                : "";
    }

    /// As the sender said it, where it came by HL7 v2; else S, A, U, R (table 0485, U by agreement).
    private String priority() {
        var said = request.getExtensionByUrl(PRIORITY);
        if (said != null && said.hasValue()) {
            return said.getValue().primitiveValue();
        }
        return switch (facts.priority()) {
            case "stat" -> "S";
            case "asap" -> "A";
            case "urgent" -> "U";
            default -> "R";
        };
    }

    private Optional<CodeableConcept> reason() {
        return Optional.ofNullable(request.getExtensionByUrl(STATUS_REASON))
                .map(Extension::getValue)
                .filter(CodeableConcept.class::isInstance)
                .map(CodeableConcept.class::cast);
    }

    /// The contained PractitionerRole that requester names.
    private Optional<PractitionerRole> requester() {
        var target = OutgoingCodes.textOf(request.getRequester().getReference());
        return request.getContained().stream()
                .filter(PractitionerRole.class::isInstance)
                .map(PractitionerRole.class::cast)
                .filter(role ->
                        target.equals("#" + role.getIdElement().getIdPart().replace("#", "")))
                .findFirst();
    }

    private static String telephone(Optional<PractitionerRole> requester) {
        return requester
                .map(role -> OutgoingCodes.textOf(role.getTelecomFirstRep().getValue()))
                .orElse("");
    }

    /// XON.1 <- the organisation's name; XON.10 <- its ODS code, under XON.6
    private String organisation(Optional<PractitionerRole> requester) {
        var name = OutgoingCodes.textOf(requester
                .map(PractitionerRole::getOrganization)
                .orElse(request.getRequester())
                .getDisplay());
        return facts.requester().isEmpty()
                ? SegmentWriter.join(name)
                : SegmentWriter.join(name, "", "", "", "", "ODS", "", "", "", facts.requester());
    }
}
