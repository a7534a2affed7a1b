package org.meridiandx.fhir;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `identifier=system|value`, the one condition that a conditional create or reference may name.
///
/// **Source:** FHIR R4 http, conditional create; search, token.
///
/// @param system empty where the query names none
public record IdentifierQuery(String system, String value) {
    private static final String PREFIX = "identifier=";

    /// @param query the text of `If-None-Exist` or after the `?` of a conditional reference,
    /// percent-encoded
    /// @throws ProblemException 400 when it asks by anything else
    public static IdentifierQuery parse(String query) {
        var text = decode(query.startsWith("?") ? query.substring(1) : query);
        var bar = text.indexOf('|');
        if (!text.startsWith(PREFIX) || text.indexOf('&') >= 0 || text.indexOf('\0') >= 0) {
            throw refused();
        }
        var system = bar < 0 ? "" : text.substring(PREFIX.length(), bar);
        var value = text.substring(bar < 0 ? PREFIX.length() : bar + 1);
        if (value.isBlank()) {
            throw refused();
        }
        return new IdentifierQuery(system, value);
    }

    private static String decode(String query) {
        try {
            return URLDecoder.decode(query, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw refused();
        }
    }

    private static ProblemException refused() {
        return ProblemException.of(
                ProblemCode.INVALID_PARAMETER,
                "If-None-Exist takes identifier=system|value, percent-encoded, and nothing else.",
                "If-None-Exist");
    }

    @Override
    public String toString() {
        return "IdentifierQuery[" + system + "]";
    }
}
