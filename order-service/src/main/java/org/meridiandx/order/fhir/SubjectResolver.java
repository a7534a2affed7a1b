package org.meridiandx.order.fhir;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.directory.PatientAnswer;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.order.records.Subject;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Finds the patient that a request names, and writes both names of them into the subject.
@Singleton
class SubjectResolver {
    private final PatientDirectoryClient patients;
    private final RelatedRequests related;
    private final String baseUrl;

    SubjectResolver(
            PatientDirectoryClient patients,
            RelatedRequests related,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.related = related;
        this.patients = patients;
        this.baseUrl = baseUrl;
    }

    /// What a subject is found by.
    private record Named(String reference, String system, String value) {
        static Named of(ServiceRequest request) {
            var subject = request.getSubject();
            var identifier = subject.getIdentifier();
            return new Named(
                    Objects.requireNonNullElse(subject.getReference(), ""),
                    Objects.requireNonNullElse(identifier.getSystem(), ""),
                    Objects.requireNonNullElse(identifier.getValue(), ""));
        }
    }

    /// Resolves the subjects of requests that are placed together: each is asked about once.
    ///
    /// @return completes when the subjects are resolved; fails with [ProblemException] 400 or 422,
    /// 503 when nobody can tell
    Uni<Void> resolve(List<ServiceRequest> requests) {
        var bySubject = new LinkedHashMap<Named, List<ServiceRequest>>();
        requests.forEach(request -> bySubject
                .computeIfAbsent(Named.of(request), any -> new ArrayList<>())
                .add(request));
        return RequestEdge.inTurn(bySubject.values(), this::resolveOne)
                .chain(() -> RequestEdge.inTurn(requests, related::requireSamePatient));
    }

    private Uni<Void> resolveOne(List<ServiceRequest> requests) {
        var subject = requests.getFirst().getSubject();
        return find(subject)
                .map(PatientAnswer::reached)
                .call(found -> requireOne(subject, found))
                .invoke(found -> requests.forEach(request -> name(request, found)))
                .replaceWithVoid();
    }

    private Uni<PatientAnswer> find(Reference subject) {
        var reference = subject.getReferenceElement();
        if (reference.hasIdPart()) {
            var isOurs = !reference.hasBaseUrl() || reference.getBaseUrl().equals(baseUrl + "/fhir/R4");
            if (!"Patient".equals(reference.getResourceType()) || !isOurs) {
                throw refused("The subject is a Patient of this region: Patient/[id], or its NHS number.");
            }
            return patients.find(PatientQuery.ofId(reference.getIdPart()));
        }
        var identifier = subject.getIdentifier();
        if (!identifier.hasSystem() || !identifier.hasValue()) {
            throw refused("The subject is given as Patient/[id] or by an identifier with system and value.");
        }
        return patients.find(PatientQuery.ofIdentifiers(List.of(keyOf(identifier)), ""));
    }

    private static PatientQuery.Key keyOf(Identifier identifier) {
        var isNhsNumber = identifier.getSystem().equals(IdentifierSystems.NHS_NUMBER);
        var value = isNhsNumber ? nhsNumberOf(identifier.getValue()).value() : identifier.getValue();
        return new PatientQuery.Key(identifier.getSystem(), value);
    }

    private static NhsNumber nhsNumberOf(String value) {
        return NhsNumber.parse(value)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.INVALID_NHS_NUMBER,
                        "This is not an NHS number: it needs ten digits with a right modulus 11 check digit.",
                        "ServiceRequest.subject.identifier"));
    }

    private static void name(ServiceRequest request, PatientAnswer lookup) {
        switch (lookup) {
            case PatientAnswer.Found found
            when found.isDeceased() ->
                throw ProblemException.of(
                        ProblemCode.BUSINESS_RULE,
                        "The patient is recorded as deceased; nothing can be ordered. Check the patient's record.",
                        "ServiceRequest.subject");
            case PatientAnswer.Found found -> Subject.name(request, Subject.standingOf(found));
            case PatientAnswer.Unknown ignored ->
                throw ProblemException.of(
                        ProblemCode.UNKNOWN_PATIENT,
                        "The region does not know this patient. Register the patient first (POST /fhir/R4/Patient, or"
                                + " an ADT message), then send the request again.",
                        "ServiceRequest.subject");
            case PatientAnswer.Conflict ignored ->
                throw refused("The subject's identifiers name different patients. Send one that is certain.");
            case PatientAnswer.Unreachable away -> away.reached();
        }
    }

    /// A reference and another NHS number than that of its patient name one only where they were
    /// merged.
    private Uni<Void> requireOne(Reference subject, PatientAnswer answer) {
        return answer instanceof PatientAnswer.Found found && isOtherNumber(subject.getIdentifier(), found)
                ? patients.find(PatientQuery.ofIdentifiers(List.of(keyOf(subject.getIdentifier())), ""))
                        .map(PatientAnswer::reached)
                        .invoke(other -> requireSame(found, other))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private static void requireSame(PatientAnswer.Found found, PatientAnswer other) {
        var isSame = other instanceof PatientAnswer.Found byNumber
                && byNumber.patientId().equals(found.patientId());
        if (!isSame) {
            throw refused("The subject's reference and NHS number name different patients.");
        }
    }

    private static boolean isOtherNumber(Identifier given, PatientAnswer.Found found) {
        return IdentifierSystems.NHS_NUMBER.equals(given.getSystem())
                && given.hasValue()
                && !found.nhsNumber().isEmpty()
                && !nhsNumberOf(given.getValue()).value().equals(found.nhsNumber());
    }

    private static ProblemException refused(String detail) {
        return ProblemException.of(ProblemCode.UNPROCESSABLE, detail, "ServiceRequest.subject");
    }
}
