package org.meridiandx.identity.authorization;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A request while its person signs in, chooses and decides.
///
/// @param id a secret of the browser
/// @param parameters as the app sent them; looked at again in each step
/// @param roleProfile that the person chose
/// @param patientId that the person chose
record Interaction(
        String id,
        Map<String, String> parameters,
        Optional<String> roleProfile,
        Optional<String> patientId,
        Instant createdAt) {
    Interaction {
        parameters = Map.copyOf(parameters);
    }

    @Override
    public String toString() {
        return "Interaction[redacted]";
    }
}
