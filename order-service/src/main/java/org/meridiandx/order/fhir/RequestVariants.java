package org.meridiandx.order.fhir;

import java.util.List;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.meridiandx.order.records.Organisations;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;

/// What is checked of a request that is more than a plain one: a reflex test, one with priority, one
/// with copies to others.
final class RequestVariants {
    /// To whom the report is copied; the same as HL7 v2 says in OBR-28.
    private static final String COPY_TO = "urn:meridian:extension:copy-to";
    /// **Source:** UK Core 1.0.0 (April 2023).
    private static final String PRIORITY_REASON =
            "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-PriorityReason";

    private RequestVariants() {}

    static void check(ServiceRequest request, List<Problem> problems) {
        checkIntent(request, problems);
        checkPriority(request, problems);
        checkCopies(request, problems);
    }

    /// A reflex test is the laboratory's own, and tells what it follows from.
    private static void checkIntent(ServiceRequest request, List<Problem> problems) {
        var isReflex = request.getIntent() == ServiceRequestIntent.REFLEXORDER;
        if (request.getIntent() != ServiceRequestIntent.ORDER && !(isReflex && request.hasBasedOn())) {
            problems.add(Problem.of(
                    ProblemCode.BUSINESS_RULE,
                    "A request has the intent order; or reflex-order, with the request that it follows from in basedOn.",
                    "ServiceRequest.intent"));
        }
    }

    /// Who asks to be served before others says why.
    private static void checkPriority(ServiceRequest request, List<Problem> problems) {
        var isAboveRoutine = request.hasPriority() && request.getPriority() != ServiceRequestPriority.ROUTINE;
        var isGivenReason = request.hasReasonCode()
                || request.hasReasonReference()
                || request.getPriorityElement().hasExtension(PRIORITY_REASON);
        if (isAboveRoutine && !isGivenReason) {
            problems.add(Problem.of(
                    ProblemCode.BUSINESS_RULE,
                    "A priority above routine needs its reason: reasonCode, reasonReference, or the extension "
                            + PRIORITY_REASON + " on priority.",
                    "ServiceRequest.priority",
                    "ServiceRequest.reasonCode"));
        }
    }

    private static void checkCopies(ServiceRequest request, List<Problem> problems) {
        for (var copy : request.getExtensionsByUrl(COPY_TO)) {
            var isNamed = copy.getValue() instanceof Reference to
                    && !Organisations.odsOf(to, request).isEmpty();
            if (!isNamed) {
                problems.add(Problem.of(
                        ProblemCode.BUSINESS_RULE,
                        "A copy goes to an organisation: valueReference with its ODS code as identifier, or to a"
                                + " contained PractitionerRole whose organization has it.",
                        "ServiceRequest.extension"));
            }
        }
    }
}
