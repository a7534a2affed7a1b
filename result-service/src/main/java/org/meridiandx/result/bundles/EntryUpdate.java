package org.meridiandx.result.bundles;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.meridiandx.fhir.IdentifierQuery;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.resources.ResourceColumns;

/// `PUT [type]?identifier=system|value` in a Bundle: a source brings an entry of the record up to date, or tells it for
/// the first time.
///
/// **Source:** FHIR R4 http, conditional update.
final class EntryUpdate {
    private EntryUpdate() {}

    static boolean isMeant(JsonNode request) {
        return request.path("method").asText().equals("PUT")
                && request.path("url").asText().indexOf('?') > 0;
    }

    /// What is asked by is what the entry will be known by: its first identifier with a system.
    static List<Problem> problems(BundleEntry entry, String url) {
        try {
            var asked = IdentifierQuery.parse(url.substring(url.indexOf('?')));
            var isKey = url.startsWith(entry.type() + "?")
                    && ResourceColumns.identifiers(entry.json()).stream()
                            .filter(identifier -> !identifier.system().isEmpty())
                            .findFirst()
                            .filter(first -> first.system().equals(asked.system())
                                    && first.value().equals(asked.value()))
                            .isPresent();
            return isKey ? List.of() : List.of(refused(entry));
        } catch (ProblemException notAnIdentifier) {
            return List.of(refused(entry));
        }
    }

    private static Problem refused(BundleEntry entry) {
        return Problem.of(
                ProblemCode.UNPROCESSABLE,
                "A conditional update asks by the first identifier of its resource: PUT [type]?identifier=system|value.",
                "Bundle.entry[" + entry.index() + "].request.url");
    }
}
