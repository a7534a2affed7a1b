package org.meridiandx.directory;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.contracts.api.v1.FindPatientResponse;

/// How old and of which sex a patient is, as far as it is known.
///
/// @param patientId Patient.id of the record in force, which is another than the one asked for
///     where that was merged
/// @param nhsNumber of the record in force; empty where the region knows none
/// @param gender FHIR's administrative gender
/// @param labels codes of the patient's security labels: a decision about the patient goes by them
public record Demographics(
        String patientId,
        String nhsNumber,
        Optional<LocalDate> birthDate,
        Optional<String> gender,
        boolean isDeceased,
        Set<String> labels) {

    public Demographics {
        labels = Set.copyOf(labels);
    }

    static Optional<Demographics> of(FindPatientResponse response) {
        return response.getOutcome() == FindPatientResponse.Outcome.FOUND
                ? Optional.of(new Demographics(
                        response.getPatientId(),
                        response.getNhsNumber(),
                        day(response.getBirthDate()),
                        Optional.of(response.getGender()).filter(gender -> !gender.isEmpty()),
                        response.getDeceased(),
                        Set.copyOf(response.getSecurityLabelsList())))
                : Optional.empty();
    }

    private static Optional<LocalDate> day(String date) {
        try {
            return Optional.of(LocalDate.parse(date));
        } catch (DateTimeParseException notAWholeDay) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Demographics[]";
    }
}
