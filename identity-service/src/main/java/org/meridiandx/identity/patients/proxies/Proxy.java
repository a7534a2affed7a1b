package org.meridiandx.identity.patients.proxies;

import java.time.LocalDate;
import java.util.Optional;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.identity.relationships.rules.ProxyRule;

/// Somebody who may act for a patient.
///
/// @param kind says, with the patient's age, from when to when it counts
/// @param until the last day; empty where none is known
public record Proxy(
        String patientId, NhsNumber number, ProxyRule.Kind kind, LocalDate from, Optional<LocalDate> until) {
    @Override
    public String toString() {
        return "Proxy[of " + patientId + "]";
    }
}
