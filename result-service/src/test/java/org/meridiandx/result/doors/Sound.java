package org.meridiandx.result.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.meridiandx.problem.Problem;
import org.meridiandx.result.oru.Drafts;
import org.meridiandx.result.reports.ResultType;
import org.meridiandx.result.resources.ResourceTree;

/// What a door lets in can be stored, and read again as FHIR.
final class Sound {
    private Sound() {}

    /// @throws AssertionError naming the fault
    static void require(Drafts.Message draft) {
        for (var patient : draft.patients()) {
            require(patient.query().toString().length() < 1_000_000, "the query of the patient");
            for (var report : patient.reports()) {
                require(ResultType.DIAGNOSTIC_REPORT, report.json());
                require(!report.key().contains("\0"), "NUL in a key");
                report.lines().forEach(line -> require(ResultType.OBSERVATION, line.json()));
                report.lines().forEach(line -> require(!line.key().contains("\0"), "NUL in a key"));
                report.specimens().forEach(specimen -> require(ResultType.SPECIMEN, specimen.json()));
            }
        }
    }

    /// @throws AssertionError naming the fault
    static void require(ResultType type, ObjectNode json) {
        List<Problem> faults = type.faults(ResourceTree.write(json));
        require(faults.isEmpty(), type.fhirName() + ": " + faults);
        storable(json);
    }

    /// PostgreSQL keeps no NUL in a text, and UTF-8 has no half of a pair.
    static void storable(JsonNode node) {
        if (node.isTextual()) {
            var text = node.textValue();
            require(text.indexOf('\0') < 0, "NUL in a text");
            for (var at = 0; at < text.length(); at++) {
                if (Character.isHighSurrogate(text.charAt(at))
                        && at + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(at + 1))) {
                    at++;
                } else {
                    require(!Character.isSurrogate(text.charAt(at)), "half of a surrogate pair");
                }
            }
        }
        node.forEach(Sound::storable);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
