package org.meridiandx.identity.patients.content;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.meridiandx.fhir.PlausibleDates;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;

/// What can be true of a person and can be kept: dates of a life, names and numbers of a length that
/// people have.
final class PatientLimits {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_IDENTIFIER = 200;
    private static final Clock CLOCK = Clock.systemUTC();

    private PatientLimits() {}

    static void check(Patient patient, List<Problem> problems) {
        birthDate(patient).ifPresent(problems::add);
        if (patient.hasDeceasedDateTimeType()) {
            PlausibleDates.birthDate(textOf(patient.getDeceasedDateTimeType()), CLOCK, "Patient.deceased")
                    .ifPresent(problems::add);
        }
        for (var i = 0; i < patient.getName().size(); i++) {
            if (isTooLong(patient.getName().get(i))) {
                problems.add(tooLong("Patient.name[" + i + "]", LONGEST_NAME));
            }
        }
        for (var i = 0; i < patient.getIdentifier().size(); i++) {
            var value = patient.getIdentifier().get(i).getValue();
            var system = patient.getIdentifier().get(i).getSystem();
            if (lengthOf(value) > LONGEST_IDENTIFIER || lengthOf(system) > LONGEST_IDENTIFIER) {
                problems.add(tooLong("Patient.identifier[" + i + "]", LONGEST_IDENTIFIER));
            }
        }
    }

    /// The parser lets some forms pass that are no FHIR date, such as one with a space before it.
    private static Optional<Problem> birthDate(Patient patient) {
        var text = patient.getBirthDateElement().getValueAsString();
        if (patient.hasBirthDate() && (text == null || !text.matches("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"))) {
            return Optional.of(Problem.of(
                    ProblemCode.INVALID_VALUE, "birthDate is YYYY, YYYY-MM or YYYY-MM-DD.", "Patient.birthDate"));
        }
        return PlausibleDates.birthDate(text, CLOCK, "Patient.birthDate");
    }

    private static @org.jspecify.annotations.Nullable String textOf(BaseDateTimeType time) {
        return time.getValueAsString();
    }

    private static boolean isTooLong(HumanName name) {
        return lengthOf(name.getFamily()) > LONGEST_NAME
                || lengthOf(name.getText()) > 2 * LONGEST_NAME
                || name.getGiven().stream()
                                .map(PrimitiveType::getValue)
                                .mapToInt(PatientLimits::lengthOf)
                                .sum()
                        > LONGEST_NAME;
    }

    private static int lengthOf(@org.jspecify.annotations.Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static Problem tooLong(String place, int longest) {
        return Problem.of(
                ProblemCode.INVALID_VALUE,
                place + " is longer than " + longest + " characters: send what the person is called, no other text.",
                place);
    }
}
