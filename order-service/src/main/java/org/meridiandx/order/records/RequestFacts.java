package org.meridiandx.order.records;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.fhir.IdentifierSystems;

/// What the columns and events of a request hold, read from the resource. Absent texts are empty.
///
/// @param status FHIR request-status
/// @param category `LAB` or `RAD` (**Source:** HL7 v2 table 0074)
/// @param code the first coding of ServiceRequest.code
/// @param priority FHIR request-priority
/// @param authoredOn when it was asked for
/// @param requester ODS code
/// @param performer ODS code
/// @param numbers the business identifiers
/// @param patient Patient.id and NHS number
public record RequestFacts(
        String status,
        String category,
        Code code,
        String priority,
        Instant authoredOn,
        String requester,
        String performer,
        Numbers numbers,
        PatientRef patient) {
    private static final String SNOMED_IMAGING = "363679005";
    private static final String SNOMED_LABORATORY = "108252007";

    /// A code with its system.
    public record Code(String system, String code) {}

    /// A number with its assigner's system.
    public record Number(String system, String value) {
        public static final Number NONE = new Number("", "");
    }

    /// All numbers of a request.
    public record Numbers(Number placer, String filler, String accession, Number requisition) {}

    /// The patient, both empty while unknown.
    public record PatientRef(String patientId, String nhsNumber) {
        @Override
        public String toString() {
            return "PatientRef[patientId=" + patientId + "]";
        }
    }

    /// Reads a request that one of the doors made complete.
    public static RequestFacts of(ServiceRequest request) {
        return new RequestFacts(
                request.getStatus().toCode(),
                categoryOf(request).orElse(""),
                codeOf(request),
                request.hasPriority() ? request.getPriority().toCode() : "routine",
                request.getAuthoredOn().toInstant(),
                Organisations.odsOf(request.getRequester(), request),
                request.getPerformer().stream()
                        .map(performer -> Organisations.odsOf(performer, request))
                        .filter(ods -> !ods.isEmpty())
                        .findFirst()
                        .orElse(""),
                numbersOf(request),
                patientOf(request));
    }

    /// ODS codes of the organisations that the request names.
    public Set<String> organisations() {
        var named = new TreeSet<>(List.of(requester, performer));
        named.remove("");
        return named;
    }

    /// `LAB` or `RAD`, told by v2-0074 or by SNOMED CT.
    public static Optional<String> categoryOf(ServiceRequest request) {
        return request.getCategory().stream()
                .flatMap(concept -> concept.getCoding().stream())
                .flatMap(coding -> categoryOf(coding).stream())
                .findFirst();
    }

    private static Optional<String> categoryOf(Coding coding) {
        var code = coding.hasCode() ? coding.getCode() : "";
        return switch (coding.hasSystem() ? coding.getSystem() : "") {
            case IdentifierSystems.DIAGNOSTIC_SERVICE ->
                code.equals(IdentifierSystems.CATEGORY_LAB) || code.equals(IdentifierSystems.CATEGORY_IMAGING)
                        ? Optional.of(code)
                        : Optional.empty();
            case IdentifierSystems.SNOMED ->
                switch (code) {
                    case SNOMED_LABORATORY -> Optional.of(IdentifierSystems.CATEGORY_LAB);
                    case SNOMED_IMAGING -> Optional.of(IdentifierSystems.CATEGORY_IMAGING);
                    default -> Optional.empty();
                };
            default -> Optional.empty();
        };
    }

    /// The category as both code systems tell it.
    public static CodeableConcept categoryConcept(String category) {
        var isLab = category.equals(IdentifierSystems.CATEGORY_LAB);
        return new CodeableConcept()
                .addCoding(new Coding(
                        IdentifierSystems.SNOMED,
                        isLab ? SNOMED_LABORATORY : SNOMED_IMAGING,
                        isLab ? "Laboratory procedure" : "Imaging"))
                .addCoding(
                        new Coding(IdentifierSystems.DIAGNOSTIC_SERVICE, category, isLab ? "Laboratory" : "Radiology"));
    }

    /// The identifier of a v2-0203 type.
    public static Optional<Identifier> identifier(ServiceRequest request, String type) {
        return request.getIdentifier().stream()
                .filter(identifier -> identifier.getType().hasCoding(IdentifierSystems.IDENTIFIER_TYPE, type))
                .findFirst();
    }

    /// An identifier with its v2-0203 type.
    public static Identifier identifier(String type, String system, String value) {
        var identifier = new Identifier().setSystem(system).setValue(value);
        identifier
                .getType()
                .addCoding()
                .setSystem(IdentifierSystems.IDENTIFIER_TYPE)
                .setCode(type);
        return identifier;
    }

    /// What an identifier says, without its type.
    public static Number numberOf(Identifier identifier) {
        return new Number(
                identifier.hasSystem() ? identifier.getSystem() : "",
                identifier.hasValue() ? identifier.getValue() : "");
    }

    private static Code codeOf(ServiceRequest request) {
        return request.getCode().getCoding().stream()
                .filter(Coding::hasCode)
                .findFirst()
                .map(coding -> new Code(coding.hasSystem() ? coding.getSystem() : "", coding.getCode()))
                .orElseGet(() -> new Code("", request.getCode().getText()));
    }

    private static Numbers numbersOf(ServiceRequest request) {
        return new Numbers(
                identifier(request, IdentifierSystems.TYPE_PLACER)
                        .map(RequestFacts::numberOf)
                        .orElse(Number.NONE),
                identifier(request, IdentifierSystems.TYPE_FILLER)
                        .map(Identifier::getValue)
                        .orElse(""),
                identifier(request, IdentifierSystems.TYPE_ACCESSION)
                        .map(Identifier::getValue)
                        .orElse(""),
                request.hasRequisition() ? numberOf(request.getRequisition()) : Number.NONE);
    }

    private static PatientRef patientOf(ServiceRequest request) {
        var reference = request.getSubject().getReferenceElement();
        var identifier = request.getSubject().getIdentifier();
        var isNhsNumber = IdentifierSystems.NHS_NUMBER.equals(identifier.getSystem());
        return new PatientRef(
                reference.hasIdPart() ? reference.getIdPart() : "",
                isNhsNumber && identifier.hasValue() ? identifier.getValue() : "");
    }

    @Override
    public String toString() {
        return "RequestFacts[category=" + category + ", status=" + status + "]";
    }
}
