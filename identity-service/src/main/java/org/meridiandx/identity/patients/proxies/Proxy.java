package org.meridiandx.identity.patients.proxies;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.meridiandx.fhir.NhsNumber;

/// Somebody who may act for a patient.
///
/// @param kind one of [#KINDS]
/// @param until the last day; empty where none is known
public record Proxy(String patientId, NhsNumber number, String kind, LocalDate from, Optional<LocalDate> until) {
    public static final List<String> KINDS = List.of("parent", "guardian", "power-of-attorney", "carer", "other");

    @Override
    public String toString() {
        return "Proxy[of " + patientId + "]";
    }
}
