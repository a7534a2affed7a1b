package org.meridiandx.order.fhir;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
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
}
