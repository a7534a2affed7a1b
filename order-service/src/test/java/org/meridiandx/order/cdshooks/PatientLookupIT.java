package org.meridiandx.order.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.cdshooks.HookFixture.answer;
import static org.meridiandx.order.cdshooks.HookFixture.order;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

/// Whose record is looked at. The patients of the region are `patient-1` and `ehr-1`; by chance the
/// EHR calls its own patient, who is `patient-1`, `ehr-1` too.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class PatientLookupIT {
    private static final String BACK_PAIN = order("cpt 72133", "snomed 279039007");
    private static final String NUMBERED = """
            {"resourceType":"Patient","id":"ehr-1","birthDate":"1980-01-01",
             "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}]}""";

    IdentityStandIn identity;

    @BeforeEach
    void knowTwoPatients() {
        RegionFixture.knowOnePatient(identity);
        identity.patients().gender(RegionFixture.PATIENT, "female");
        identity.patients().add("ehr-1", "9990000026", "1950-01-01");
        identity.patients().die("ehr-1");
    }

    private static JsonNode ask(String patient) {
        return answer(
                "order-select",
                HookFixture.call("order-select", BACK_PAIN, "\"prefetch\":{\"patient\":" + patient + "},"));
    }

    private static JsonNode askWithoutServer(String patient) {
        return answer(
                "order-select",
                HookFixture.call("order-select", BACK_PAIN, "\"prefetch\":{\"patient\":" + patient + "},")
                        .replace("\"fhirServer\":\"https://ehr.example/fhir\",", ""));
    }

    @Test
    void shouldGoByTheNhsNumberWhereNoServerSaysWhoseIdItIs() {
        // When
        var answer = askWithoutServer(NUMBERED);

        // Then
        assertThat(answer.at("/cards/0/detail").asText())
                .contains("From the record:")
                .doesNotContain("Not checked");
        assertThat(answer.toString()).doesNotContain("has died");
    }

    @ParameterizedTest
    @CsvSource({"1980", "1980-01", "''"})
    void shouldLookNobodyUpWithoutTheWholeBirthDate(String birthDate) {
        // Given
        var patient = NUMBERED.replace(
                "\"birthDate\":\"1980-01-01\",", birthDate.isEmpty() ? "" : "\"birthDate\":\"" + birthDate + "\",");

        // When
        var answer = ask(patient);

        // Then
        assertThat(answer.toString())
                .contains("was not looked at: send the prefetch `patient` with the whole birth date")
                .doesNotContain("From the record:");
    }

    @Test
    void shouldLookNobodyUpOfAnotherBirthDate() {
        // When
        var answer = ask(NUMBERED.replace("1980-01-01", "1981-01-01"));

        // Then
        assertThat(answer.toString()).contains("whose record you may read").doesNotContain("From the record:");
    }

    /// The region's own server is named, so the id is ours; the number beside it is of the same patient.
    private static JsonNode askHere(String patient) {
        return answer(
                "order-select",
                HookFixture.call("order-select", BACK_PAIN, "\"prefetch\":{\"patient\":" + patient + "},")
                        .replace("https://ehr.example/fhir", Tokens.ISSUER + "/fhir/R4")
                        .replace("ehr-1", RegionFixture.PATIENT));
    }

    @Test
    void shouldNotLookAtTheRecordWhereOurIdAndTheNumberNameTwoPatients() {
        // When
        var same = askHere(NUMBERED);
        var other = askHere(NUMBERED.replace("9990000018", "9990000026"));
        var nobody = askHere(NUMBERED.replace("9990000018", "9990000034"));

        // Then
        assertThat(same.toString()).contains("From the record:").doesNotContain("Not checked");
        assertThat(other.toString()).contains("whose record you may read").doesNotContain("From the record:");
        assertThat(nobody.toString()).contains("whose record you may read").doesNotContain("From the record:");
    }
}
