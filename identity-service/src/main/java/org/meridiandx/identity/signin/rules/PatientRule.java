package org.meridiandx.identity.signin.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Set;
import org.meridiandx.fhir.NhsNumber;

/// Whom the claims of a patient provider describe. **Source:** NHS login, claims and vectors of
/// trust: high identity proofing (P9) with a strong credential.
public final class PatientRule {
    private static final int LOWEST_AGE = 16;

    private PatientRule() {}

    /// What the claims come to.
    public sealed interface Outcome {
        /// @param birthDate to be compared with the record
        record Patient(NhsNumber nhsNumber, LocalDate birthDate, String name, String assurance) implements Outcome {
            @Override
            public String toString() {
                return "Patient[redacted]";
            }
        }

        /// @param reason fit for a page
        record Refused(String reason) implements Outcome {}
    }

    /// @param vectors of trust that are enough
    /// @param today where the region is
    public static Outcome read(JsonNode idToken, JsonNode person, Set<String> vectors, LocalDate today) {
        if (!claim(idToken, person, "identity_proofing_level").equals("P9")) {
            return new Outcome.Refused(
                    "identity: you have not proved your identity fully yet. Prove it in your NHS login, then try again.");
        }
        var vector = claim(idToken, person, "vot");
        if (!vectors.contains(vector)) {
            return new Outcome.Refused("vot: signing in needs a password and a second factor, or a passkey.");
        }
        var number = NhsNumber.parse(claim(idToken, person, "nhs_number"));
        if (number.isEmpty()) {
            return new Outcome.Refused("nhs_number: your NHS login is not linked with an NHS number.");
        }
        try {
            var birthDate = LocalDate.parse(claim(idToken, person, "birthdate"));
            if (birthDate.plusYears(LOWEST_AGE).isAfter(today)) {
                return new Outcome.Refused("age: you must be 16 or over to use this service. Ask your GP surgery.");
            }
            var name = person.path("given_name").asText(person.path("name").asText(""));
            return new Outcome.Patient(
                    number.get(), birthDate, name.substring(0, Math.min(name.length(), 100)), vector);
        } catch (DateTimeException malformed) {
            return new Outcome.Refused("birthdate: your NHS login did not tell your date of birth.");
        }
    }

    private static String claim(JsonNode idToken, JsonNode person, String name) {
        return person.path(name).asText(idToken.path(name).asText(""));
    }
}
