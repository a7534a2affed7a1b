package org.meridiandx.order.fhir;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;
import org.meridiandx.fhir.IdentifierQuery;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What is checked of a search before it becomes SQL.
final class SearchChecks {
    private static final String NHS_NUMBER_PARAMETER = "patient:identifier";

    private SearchChecks() {}

    /// A number that cannot be an NHS number finds nobody, and the caller should hear why.
    ///
    /// @throws ProblemException 400
    static void requireNhsNumbers(MultivaluedMap<String, String> parameters) {
        for (var value : parameters.getOrDefault(NHS_NUMBER_PARAMETER, List.of())) {
            var bar = value.indexOf('|');
            var system = bar < 0 ? IdentifierSystems.NHS_NUMBER : value.substring(0, bar);
            if (!system.equals(IdentifierSystems.NHS_NUMBER)) {
                throw ProblemException.of(
                        ProblemCode.INVALID_PARAMETER,
                        NHS_NUMBER_PARAMETER + " takes an NHS number: " + IdentifierSystems.NHS_NUMBER + "|number.",
                        NHS_NUMBER_PARAMETER);
            }
            if (NhsNumber.parse(value.substring(bar + 1)).isEmpty()) {
                throw ProblemException.of(
                        ProblemCode.INVALID_NHS_NUMBER,
                        "This is not an NHS number: it needs ten digits with a right modulus 11 check digit.",
                        NHS_NUMBER_PARAMETER);
            }
        }
    }

    /// The identifier of an `If-None-Exist` header.
    ///
    /// @throws ProblemException 400 when it asks by anything else
    static RequestFacts.Number identifierOf(String query) {
        var asked = IdentifierQuery.parse(query);
        return new RequestFacts.Number(asked.system(), asked.value());
    }

    /// The identifier of a conditional update.
    ///
    /// @param query after the `?`, percent-encoded; null where there is none
    /// @throws ProblemException 400 when it asks by anything else
    static RequestFacts.Number conditionOf(@Nullable String query) {
        try {
            return identifierOf(query == null ? "" : query);
        } catch (ProblemException refused) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "An update names its request: PUT ServiceRequest/[id], or PUT"
                            + " ServiceRequest?identifier=system|value (percent-encoded) and nothing else.",
                    "identifier");
        }
    }

    /// What is found by an identifier is to be found by it afterwards.
    ///
    /// @throws ProblemException 422
    static void requireIdentifier(ServiceRequest request, RequestFacts.Number condition) {
        var hasIt = request.getIdentifier().stream()
                .map(RequestFacts::numberOf)
                .anyMatch(number -> number.value().equals(condition.value())
                        && (condition.system().isEmpty() || number.system().equals(condition.system())));
        if (!hasIt) {
            throw ProblemException.of(
                    ProblemCode.BUSINESS_RULE,
                    "The body has not the identifier that it is to be found by. Put it in, or change the condition.",
                    "ServiceRequest.identifier");
        }
    }

    /// @throws ProblemException 400 when a request that is to be placed has an id already
    static void requireNoId(ServiceRequest request) {
        if (request.getIdElement().hasIdPart()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_RESOURCE_ID,
                    "No request has this identifier, and a new one is given its id here: leave the id out.",
                    "ServiceRequest.id");
        }
    }
}
