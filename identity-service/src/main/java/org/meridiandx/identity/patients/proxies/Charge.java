package org.meridiandx.identity.patients.proxies;

/// Somebody for whom a proxy acts now.
///
/// @param patientId in force
/// @param name to tell them apart by; empty where the record has none
public record Charge(String patientId, String name) {
    @Override
    public String toString() {
        return "Charge[" + patientId + "]";
    }
}
