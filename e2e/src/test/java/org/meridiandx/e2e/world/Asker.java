package org.meridiandx.e2e.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.dev.persona.Persona;

/// Who asks, and why.
///
/// @param client the registered client that the token names
/// @param role the token's role
/// @param self the patient that the token names
/// @param purpose the token's purpose
/// @param scopes the token's scopes
public record Asker(Persona client, String role, Optional<WorldPatient> self, String purpose, String scopes) {

    private static final String ALL = "system/*.rs";
    private static final List<String> PURPOSES = List.of(
            "direct-care", "administration", "emergency", "secondary-use", "research", "public-health", "curiosity");

    /// Everybody who asks in this world: each persona for each purpose, patients, those who act for one, auditors,
    /// operators, and a client with a narrow scope.
    public static List<Asker> of(List<WorldPatient> patients) {
        var all = new ArrayList<Asker>();
        for (var persona : Persona.values()) {
            if (persona != Persona.PATIENT && persona != Persona.AUDITOR) {
                all.add(of(persona));
                PURPOSES.forEach(purpose -> all.add(of(persona).asking(purpose)));
            }
        }
        patients.stream().limit(6).forEach(patient -> {
            all.add(patient(patient, "patient/*.rs"));
            all.add(patient(patient, "user/*.rs"));
        });
        all.add(of(Persona.AUDITOR));
        all.add(new Asker(Persona.AUDITOR, "operator", Optional.empty(), "operations", ALL));
        all.add(new Asker(Persona.GP, "clinician", Optional.empty(), "direct-care", "system/Patient.rs"));
        return List.copyOf(all);
    }

    /// For the care of the patient, with the scope to look at everything.
    public static Asker of(Persona persona) {
        return new Asker(persona, persona.role(), Optional.empty(), "direct-care", ALL);
    }

    private static Asker patient(WorldPatient self, String scopes) {
        return new Asker(Persona.PATIENT, "patient", Optional.of(self), "patient-request", scopes);
    }

    public Asker asking(String why) {
        return new Asker(client, role, self, why, scopes);
    }

    public Asker withAllScopes() {
        return new Asker(client, role, self, purpose, ALL);
    }

    public String organisation() {
        return client.organisation().ods();
    }

    /// The person as decisions know them.
    public String person() {
        return self.map(patient -> "Patient/" + patient.id())
                .orElseGet(() -> client.fhirUser().orElse("Device/" + client.clientId()));
    }

    public boolean hasScopeFor(String type) {
        return scopes.contains("/*.") || scopes.contains("/" + type + ".");
    }

    /// Whether the token's scopes are for the token's patient only.
    public boolean isForOnePatient() {
        return scopes.startsWith("patient/");
    }

    @Override
    public String toString() {
        return client.clientId() + " as " + role
                + self.map(patient -> " (" + patient + ")").orElse("") + " for " + purpose + " with " + scopes;
    }
}
