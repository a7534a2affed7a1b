package org.meridiandx.result.followup;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Parameters;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.followup.rules.Outcome;
import org.meridiandx.result.resources.ResourceTree;

/// The commands out of FHIR Parameters. What is missing, unknown or cannot be is named.
final class FollowUpReader {
    private static final int MAX_TEXT = 1_000;
    private static final Pattern PERSON = Pattern.compile("Practitioner/[A-Za-z0-9.-]{1,64}");
    private static final Pattern REFERENCE = Pattern.compile("[A-Z][A-Za-z]{1,40}/[A-Za-z0-9.-]{1,64}");
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "act", Set.of("version", "outcome", "reference", "note"),
            "assign", Set.of("version", "person"),
            "hand-over", Set.of("version", "organisation"),
            "accept", Set.of("version"),
            "telephone", Set.of("version", "to", "readBack", "at", "note"));
    private final Map<String, String> values;

    private FollowUpReader(Map<String, String> values) {
        this.values = values;
    }

    /// A command, and the version of the report that it is about.
    ///
    /// @param version empty means the current one
    record Said(FollowUpCommand command, Optional<Integer> version) {}

    /// @param name of the operation, without `$`
    /// @throws ProblemException 400 naming what is wrong
    static Said read(String name, byte[] body) {
        var known = KNOWN.getOrDefault(name, Set.of());
        var reader = new FollowUpReader(values(body, known));
        FollowUpCommand command = switch (name) {
            case "act" -> reader.act();
            case "assign" -> new FollowUpCommand.Assign(reader.matching("person", PERSON, "Practitioner/[id]"));
            case "hand-over" -> new FollowUpCommand.HandOver(reader.organisation());
            case "accept" -> new FollowUpCommand.Accept();
            case "telephone" -> reader.telephone();
            default -> throw new IllegalArgumentException("no such operation: " + name);
        };
        return new Said(command, reader.version());
    }

    private static Map<String, String> values(byte[] body, Set<String> known) {
        var values = new HashMap<String, String>();
        if (body.length == 0) {
            return values;
        }
        FhirJson.parse(body, Parameters.class);
        for (var parameter : ResourceTree.parse(body).path("parameter")) {
            var name = parameter.path("name").asText();
            if (!known.contains(name) || values.putIfAbsent(name, valueOf(parameter)) != null) {
                throw ProblemException.of(
                        ProblemCode.INVALID_PARAMETER,
                        "The operation takes each of these once: "
                                + known.stream().sorted().toList() + ".",
                        "Parameters.parameter");
            }
        }
        return values;
    }

    /// Whatever type it has: `valueString`, `valueCode`, `valueReference`, ...
    private static String valueOf(JsonNode parameter) {
        for (var field : parameter.properties()) {
            if (field.getKey().startsWith("value")) {
                var value = field.getValue();
                return (value.isObject() ? value.path("reference") : value)
                        .asText()
                        .replace("\0", "");
            }
        }
        return "";
    }

    private FollowUpCommand act() {
        var code = required("outcome");
        var kind = Outcome.Kind.of(code)
                .orElseThrow(() -> wrong("outcome", "is order, referral, message or no-action-needed"));
        var reference = matching("reference", REFERENCE, "a reference as [type]/[id]");
        if (reference.isEmpty() && kind != Outcome.Kind.NO_ACTION_NEEDED) {
            throw missing("reference", "names what was done, such as ServiceRequest/[id]");
        }
        return new FollowUpCommand.Act(new Outcome(kind, reference, text("note")));
    }

    private FollowUpCommand telephone() {
        var readBack = required("readBack");
        if (!readBack.equals("true") && !readBack.equals("false")) {
            throw wrong("readBack", "is true or false");
        }
        return new FollowUpCommand.Telephone(required("to"), readBack.equals("true"), time("at"), text("note"));
    }

    private Optional<Integer> version() {
        var text = text("version");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException noNumber) {
            throw wrong("version", "is a number (valueInteger)");
        }
    }

    private Optional<Instant> time(String name) {
        var text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var time = OffsetDateTime.parse(text);
            if (time.getYear() >= 2000 && time.getYear() <= 2200) {
                return Optional.of(time.toInstant());
            }
        } catch (DateTimeException noTime) {
            // told below
        }
        throw wrong(name, "is a time with its zone (valueInstant)");
    }

    private String organisation() {
        return OdsCode.parse(required("organisation"))
                .map(OdsCode::value)
                .orElseThrow(() -> wrong("organisation", "is an ODS code"));
    }

    /// What it is, or empty where it is left out.
    private String matching(String name, Pattern pattern, String form) {
        var value = text(name);
        if (!value.isEmpty() && !pattern.matcher(value).matches()) {
            throw wrong(name, "is " + form);
        }
        return value;
    }

    private String required(String name) {
        var value = text(name);
        if (value.isEmpty()) {
            throw missing(name, "is needed");
        }
        return value;
    }

    private String text(String name) {
        var value = values.getOrDefault(name, "").strip();
        if (value.length() > MAX_TEXT) {
            throw wrong(name, "is longer than " + MAX_TEXT + " characters");
        }
        return value;
    }

    private static ProblemException missing(String name, String reason) {
        return ProblemException.of(ProblemCode.MISSING_VALUE, "'" + name + "' " + reason + ".", name);
    }

    private static ProblemException wrong(String name, String reason) {
        return ProblemException.of(ProblemCode.INVALID_VALUE, "'" + name + "' " + reason + ".", name);
    }
}
