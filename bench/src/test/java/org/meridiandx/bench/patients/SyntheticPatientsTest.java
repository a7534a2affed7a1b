package org.meridiandx.bench.patients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class SyntheticPatientsTest {

    private static final int MANY = 1_000_000;

    @Test
    void shouldGiveOnlyNumbersThatPassModulus11AndAreNobodys() {
        // Given more than the numbers for tests are
        var numbers = new NhsNumbers(MANY);
        var seen = new HashSet<String>();

        // When
        for (int i = 0; i < MANY; i++) {
            seen.add(numbers.at(i));
        }

        // Then
        assertThat(seen).hasSize(MANY).allMatch(number -> number.matches("9\\d{9}"));
        assertThat(numbers.at(0)).startsWith("999");
        assertThat(numbers.at(MANY - 1)).startsWith("998");
        assertThat(seen).allMatch(SyntheticPatientsTest::passesModulus11);
        assertThat(NhsNumbers.checkDigit(943_476_591))
                .as("a published example: 943 476 5919")
                .isEqualTo(9);
    }

    @Test
    void shouldMakeTheSamePatientFromTheSameNumber() {
        // Given
        var few = new SyntheticPatients(1000);

        // When
        var patient = few.at(7);

        // Then
        assertThat(patient).isEqualTo(new SyntheticPatients(1000).at(7)).isNotEqualTo(few.at(8));
        assertThat(patient.postcode()).matches("Q[A-Z]\\d{1,2} \\d[A-Z]{2}");
    }

    @Test
    void shouldGiveEveryPatientAnIdOfItsOwnInRisingOrder() {
        // Given
        var patients = new SyntheticPatients(MANY);

        // When
        String last = "";
        int wrong = 0;
        for (int i = 0; i < MANY; i += 10) {
            String id = patients.at(i).id();
            wrong += id.compareTo(last) > 0 ? 0 : 1;
            last = id;
        }

        // Then
        assertThat(wrong).isZero();
    }

    @Test
    void shouldGiveFewNamesToManyAndManyNamesToFew() {
        // Given
        var patients = new SyntheticPatients(100_000);
        var bearers = new HashMap<String, Integer>();

        // When
        for (int i = 0; i < patients.count(); i++) {
            bearers.merge(patients.at(i).family(), 1, Integer::sum);
        }

        // Then
        assertThat(bearers).hasSizeGreaterThan(3000);
        assertThat(bearers.get("Smith")).isBetween(1000, 5000);
    }

    @Test
    void shouldWriteResourcesThatAreJson() throws IOException {
        // Given
        var patient = new SyntheticPatients(10).at(3);

        // When
        var served = new ObjectMapper().readTree(patient.json());
        var own = new ObjectMapper().readTree(patient.ownJson());

        // Then
        assertThat(served.at("/identifier/0/value").asText()).isEqualTo(patient.nhsNumber());
        assertThat(served.path("id").asText()).isEqualTo(patient.id());
        assertThat(own.has("id")).isFalse();
        assertThat(own.at("/name/0/family").asText()).isEqualTo(patient.family());
    }

    private static boolean passesModulus11(String number) {
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (number.charAt(i) - '0') * (10 - i);
        }
        return (11 - sum % 11) % 11 == number.charAt(9) - '0';
    }
}
