package org.meridiandx.result.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import org.hl7.fhir.r4.model.Parameters;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.resources.ResourceTree;

/// What `$tell-patient` takes: `text`, and `release` where the patient is to have the report whatever the rules say.
record NoteParameters(String text, boolean isRelease) {
    private static final int LONGEST = 4_000;

    /// @throws ProblemException 400 naming what is wrong
    static NoteParameters parse(byte[] body) {
        FhirJson.parse(body, Parameters.class);
        var text = "";
        var isRelease = false;
        var seen = new HashSet<String>();
        for (var parameter : ResourceTree.parse(body).path("parameter")) {
            var name = parameter.path("name").asText();
            if (!seen.add(name)) {
                throw refused("Each parameter stands once.");
            }
            switch (name) {
                case "text" -> text = textOf(parameter);
                case "release" -> isRelease = flagOf(parameter);
                default -> throw refused("The operation takes text (valueString) and release (valueBoolean).");
            }
        }
        if (text.isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE,
                    "Say something to the patient: text (valueString), in plain language.",
                    "Parameters.parameter");
        }
        return new NoteParameters(text, isRelease);
    }

    private static String textOf(JsonNode parameter) {
        var text = parameter.path("valueString").asText("").replace("\0", "").strip();
        if (text.length() > LONGEST) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE, "text has at most " + LONGEST + " letters.", "Parameters.parameter");
        }
        return text;
    }

    private static boolean flagOf(JsonNode parameter) {
        if (!parameter.path("valueBoolean").isBoolean()) {
            throw refused("release is true or false (valueBoolean).");
        }
        return parameter.path("valueBoolean").booleanValue();
    }

    private static ProblemException refused(String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail, "Parameters.parameter");
    }

    @Override
    public String toString() {
        return "NoteParameters[]";
    }
}
