package org.meridiandx.order.fhir;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.order.records.Organisations;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.RequestLimits;
import org.meridiandx.order.requests.rules.OrderNumbers;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Checks a ServiceRequest that came in and completes what the region knows itself.
///
/// **Source:** UK Core ServiceRequest; NHS Pathology FHIR guide (request bundle).
@Singleton
class ServiceRequestReader {
    private final Clock clock;

    ServiceRequestReader(Clock clock) {
        this.clock = clock;
    }

    /// Checks and completes a request that is to be placed; the resource is changed in place.
    ///
    /// @throws ProblemException 400 or 422 with an issue per fault; 403 when it asks in another
    /// organisation's name
    void completeNew(ServiceRequest request, Caller caller) {
        var problems = new ArrayList<Problem>();
        checkStatus(request, problems);
        checkContent(request, problems);
        refuseIfAny(problems);
        completeRequester(request, caller);
        completeCategory(request);
        completeTimes(request);
        completePlacer(request);
    }

    /// Checks an amended request. Its numbers, patient and requester are compared with the stored
    /// ones later.
    ///
    /// @throws ProblemException 400 or 422 with an issue per fault
    void completeAmended(ServiceRequest request) {
        var problems = new ArrayList<Problem>();
        if (!request.hasStatus()) {
            problems.add(Problem.of(ProblemCode.MISSING_VALUE, "A request needs a status.", "ServiceRequest.status"));
        }
        checkContent(request, problems);
        refuseIfAny(problems);
        completeCategory(request);
        completeTimes(request);
        completePlacer(request);
    }

    private static void checkStatus(ServiceRequest request, List<Problem> problems) {
        var isNew =
                request.getStatus() == ServiceRequestStatus.ACTIVE || request.getStatus() == ServiceRequestStatus.DRAFT;
        if (!isNew) {
            problems.add(Problem.of(
                    ProblemCode.BUSINESS_RULE,
                    "A request is placed with status active or draft.",
                    "ServiceRequest.status"));
        }
    }

    private static void checkContent(ServiceRequest request, List<Problem> problems) {
        RequestVariants.check(request, problems);
        if (RequestFacts.categoryOf(request).isEmpty()) {
            problems.add(Problem.of(
                    ProblemCode.BUSINESS_RULE,
                    "A request needs a category: LAB or RAD of " + IdentifierSystems.DIAGNOSTIC_SERVICE
                            + ", or 108252007 or 363679005 of " + IdentifierSystems.SNOMED + ".",
                    "ServiceRequest.category"));
        }
        if (request.getCode().getCoding().stream().noneMatch(coding -> coding.hasCode() && coding.hasSystem())) {
            problems.add(Problem.of(
                    ProblemCode.MISSING_VALUE,
                    "A request needs a coded test or examination: code.coding with system and code.",
                    "ServiceRequest.code"));
        }
        if (!request.hasSubject()) {
            problems.add(Problem.of(
                    ProblemCode.MISSING_VALUE,
                    "A request needs a patient: subject by reference or by NHS number.",
                    "ServiceRequest.subject"));
        }
        checkNumbers(request, problems);
        problems.addAll(RequestLimits.problems(request));
    }

    private static void checkNumbers(ServiceRequest request, List<Problem> problems) {
        RequestFacts.identifier(request, IdentifierSystems.TYPE_ACCESSION)
                .filter(accession ->
                        !accession.hasValue() || accession.getValue().length() > OrderNumbers.MAX_ACCESSION)
                .ifPresent(bad -> problems.add(Problem.of(
                        ProblemCode.INVALID_VALUE,
                        "An accession number has 1 to 16 characters (DICOM SH). Leave it out to be given one.",
                        "ServiceRequest.identifier")));
        RequestFacts.identifier(request, IdentifierSystems.TYPE_PLACER)
                .filter(placer -> !placer.hasValue())
                .ifPresent(bad -> problems.add(Problem.of(
                        ProblemCode.MISSING_VALUE,
                        "The placer number has no value. Leave it out to be given one.",
                        "ServiceRequest.identifier")));
    }

    private static void refuseIfAny(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
    }

    /// A person without an organisation asks for the organisation that the token names.
    private static void completeRequester(ServiceRequest request, Caller caller) {
        if (!request.hasRequester()) {
            request.setRequester(Organisations.reference(caller.organisation()));
            return;
        }
        var requester = Organisations.odsOf(request.getRequester(), request);
        if (requester.isEmpty()) {
            if (!request.getRequester().getIdentifier().hasSystem()) {
                request.getRequester()
                        .setIdentifier(
                                Organisations.reference(caller.organisation()).getIdentifier());
                return;
            }
            throw ProblemException.of(
                    ProblemCode.BUSINESS_RULE,
                    "The requester names no organisation: give its ODS code as requester.identifier, or contain a"
                            + " PractitionerRole whose organization has it.",
                    "ServiceRequest.requester");
        }
        if (!requester.equals(caller.organisation()) && !caller.role().equals("loader")) {
            throw ProblemException.of(
                    ProblemCode.ACCESS_DENIED,
                    "A request is placed in the name of the caller's own organisation. Set requester to it.",
                    "ServiceRequest.requester");
        }
    }

    private static void completeCategory(ServiceRequest request) {
        var category = RequestFacts.categoryOf(request).orElseThrow();
        var told = request.getCategory().stream()
                .anyMatch(concept -> concept.hasCoding(IdentifierSystems.DIAGNOSTIC_SERVICE, category));
        if (!told) {
            request.addCategory(RequestFacts.categoryConcept(category));
        }
    }

    private void completeTimes(ServiceRequest request) {
        if (!request.hasAuthoredOn()) {
            request.setAuthoredOn(Date.from(clock.instant().truncatedTo(ChronoUnit.SECONDS)));
        }
        if (!request.hasPriority()) {
            request.setPriority(ServiceRequestPriority.ROUTINE);
        }
    }

    /// A number without a system is the requester's own.
    private static void completePlacer(ServiceRequest request) {
        var requester = Organisations.odsOf(request.getRequester(), request);
        RequestFacts.identifier(request, IdentifierSystems.TYPE_PLACER)
                .filter(placer -> !placer.hasSystem())
                .ifPresent(placer -> placer.setSystem(placerSystem(requester)));
    }

    private static String placerSystem(String requester) {
        return OdsCode.parse(requester)
                .map(ods -> IdentifierSystems.local(ods, "placer"))
                .orElse("urn:meridian:placer");
    }
}
