package org.meridiandx.result.matching;

import java.util.List;
import org.meridiandx.result.filing.Token;

/// What a sender said about whose result it is.
///
/// @param patientId Patient.id, where the sender knows it; else empty
/// @param identifiers in the order of trust: NHS number first
/// @param birthDate YYYY-MM-DD, or empty
public record PatientQuery(String patientId, List<Token> identifiers, String birthDate) {
    public PatientQuery {
        identifiers = List.copyOf(identifiers);
    }

    public static PatientQuery ofId(String patientId) {
        return new PatientQuery(patientId, List.of(), "");
    }

    public boolean isEmpty() {
        return patientId.isEmpty() && identifiers.isEmpty();
    }

    @Override
    public String toString() {
        return "PatientQuery[identifiers=" + identifiers.size() + "]";
    }
}
