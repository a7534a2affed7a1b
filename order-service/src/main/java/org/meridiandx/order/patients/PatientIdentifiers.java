package org.meridiandx.order.patients;

import java.util.List;

/// By what a sender names a patient.
///
/// @param identifiers in the order of trust, NHS number first
/// @param birthDate `YYYY-MM-DD` for the cross-check; may be empty
public record PatientIdentifiers(List<Key> identifiers, String birthDate) {
    public PatientIdentifiers {
        identifiers = List.copyOf(identifiers);
    }

    /// One identifier.
    ///
    /// @param system canonical URL or URN
    /// @param value as sent
    public record Key(String system, String value) {
        @Override
        public String toString() {
            return "Key[system=" + system + "]";
        }
    }

    @Override
    public String toString() {
        return "PatientIdentifiers[" + identifiers.size() + "]";
    }
}
