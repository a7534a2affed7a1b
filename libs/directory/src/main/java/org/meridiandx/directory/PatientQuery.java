package org.meridiandx.directory;

import java.util.List;

/// By what a sender names a patient.
///
/// @param patientId Patient.id, where it is known; else empty
/// @param identifiers in the order of trust, NHS number first; at most 20 are asked for
/// @param birthDate `YYYY-MM-DD` for the cross-check; may be empty
public record PatientQuery(String patientId, List<Key> identifiers, String birthDate) {
    public PatientQuery {
        identifiers = List.copyOf(identifiers);
    }

    /// One identifier.
    ///
    /// @param system canonical URL or URN
    /// @param value the number
    public record Key(String system, String value) {
        @Override
        public String toString() {
            return "Key[" + system + "]";
        }
    }

    public static PatientQuery ofId(String patientId) {
        return new PatientQuery(patientId, List.of(), "");
    }

    public static PatientQuery ofIdentifiers(List<Key> identifiers, String birthDate) {
        return new PatientQuery("", identifiers, birthDate);
    }

    public boolean isEmpty() {
        return patientId.isEmpty() && identifiers.isEmpty();
    }

    @Override
    public String toString() {
        return "PatientQuery[identifiers=" + identifiers.size() + "]";
    }
}
