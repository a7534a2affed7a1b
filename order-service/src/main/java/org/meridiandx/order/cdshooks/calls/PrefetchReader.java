package org.meridiandx.order.cdshooks.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.order.cdshooks.calls.HookRequest.SentPatient;

/// Reads what an EHR sends along. Keys that nobody asked for are passed over.
public final class PrefetchReader {
    private static final String PLACE = "prefetch." + Hook.PATIENT_KEY;
    private static final Set<String> GENDERS = Set.of("male", "female", "other", "unknown");

    private PrefetchReader() {}

    /// @return empty where it was not sent, or the EHR found none
    static Optional<SentPatient> patient(ObjectNode body, String patientId) {
        var prefetch = body.path("prefetch");
        if (prefetch.isMissingNode()) {
            return Optional.empty();
        }
        if (!prefetch.isObject()) {
            throw HookJson.refused("prefetch", "is an object of resources by key.");
        }
        var sent = prefetch.path(Hook.PATIENT_KEY);
        var isNone = sent.isMissingNode() || sent.isNull() || isOutcome(sent);
        return isNone ? Optional.empty() : Optional.of(sent(sent, patientId));
    }

    /// @throws org.meridiandx.problem.ProblemException 400 where it is no Patient, or another
    public static SentPatient sent(JsonNode node, String patientId) {
        if (!(node instanceof ObjectNode resource)
                || !resource.path("resourceType").asText().equals("Patient")) {
            throw HookJson.refused(PLACE, "is the Patient of context.patientId.");
        }
        if (!resource.path("id").asText().equals(patientId)) {
            throw HookJson.refused(PLACE, "is another patient than context.patientId.");
        }
        return new SentPatient(birthDate(resource), gender(resource), nhsNumber(resource));
    }

    private static boolean isOutcome(JsonNode node) {
        return node.path("resourceType").asText().equals("OperationOutcome");
    }

    /// A year or a month alone says no age.
    private static Optional<LocalDate> birthDate(ObjectNode resource) {
        var text = HookJson.text(resource, "birthDate", PLACE + ".birthDate");
        try {
            return text.filter(date -> date.length() > "yyyy-mm".length()).map(LocalDate::parse);
        } catch (DateTimeParseException malformed) {
            throw HookJson.refused(PLACE + ".birthDate", "is a date.");
        }
    }

    private static Optional<String> gender(ObjectNode resource) {
        var gender = HookJson.text(resource, "gender", PLACE + ".gender");
        if (gender.isPresent() && !GENDERS.contains(gender.get())) {
            throw HookJson.refused(PLACE + ".gender", "is male, female, other or unknown.");
        }
        return gender;
    }

    /// One that is no NHS number finds nobody.
    private static Optional<NhsNumber> nhsNumber(ObjectNode resource) {
        for (var identifier : resource.path("identifier")) {
            if (identifier.path("system").asText().equals(IdentifierSystems.NHS_NUMBER)) {
                return NhsNumber.parse(identifier.path("value").asText());
            }
        }
        return Optional.empty();
    }
}
