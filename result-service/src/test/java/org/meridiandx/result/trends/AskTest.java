package org.meridiandx.result.trends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.ws.rs.core.MultivaluedHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.problem.ProblemException;

class AskTest {
    private static final String MASS = "http://loinc.org|2345-7";
    private static final String SUBSTANCE = "http://loinc.org|14749-6";

    private static Ask ask(String name, String patient, String code) {
        var query = new MultivaluedHashMap<String, String>();
        query.putSingle(name, patient);
        query.putSingle("code", code);
        return Ask.parse(query, Set.of()).requireCode();
    }

    @Test
    void shouldTakeAllCodesOfOneAnalyte() {
        // When
        var either = ask("patient", "Patient/7", MASS + "," + SUBSTANCE);
        var one = ask("subject", "7", SUBSTANCE);

        // Then
        assertThat(either.codes()).containsExactly(MASS, SUBSTANCE);
        assertThat(one.codes()).containsExactlyInAnyOrder(MASS, SUBSTANCE);
        assertThat(either.patientId()).isEqualTo("7").isEqualTo(one.patientId());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "patient; Patient/7; http://loinc.org|2345-7,http://loinc.org|2823-3; code",
                "patient; Patient/7; http://loinc.org|2823-3,http://loinc.org|2951-2; code",
                "patient; Patient/7,Patient/8; http://loinc.org|2823-3; patient",
                "subject; 7,8; http://loinc.org|2823-3; subject",
                "subject; 7\\,8; http://loinc.org|2823-3; subject",
                "patient; 7\\8; http://loinc.org|2823-3; patient"
            })
    void shouldRefuseTwoAsOne(String name, String patient, String code, String refusedName) {
        // When
        var refused = catchThrowableOfType(ProblemException.class, () -> ask(name, patient, code));

        // Then
        assertThat(refused.problem().expressions()).containsExactly(refusedName);
        assertThat(refused.problem().code().httpStatus()).isEqualTo(400);
    }
}
