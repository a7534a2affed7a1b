package org.meridiandx.identity.patients.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.meridiandx.fhir.FhirJson;

class DescriptionMapperTest {

    @Test
    void shouldCompareTheNameAndAddressThatPatientsAreFoundBy() {
        // Given
        var patient = FhirJson.parse("""
                {"resourceType":"Patient",
                 "name":[{"use":"usual","family":"Smith","given":["Bess"]},
                         {"use":"official","family":"Smyth","given":["Elizabeth"]},
                         {"use":"maiden","family":"Jones"}],
                 "address":[{"use":"old","postalCode":"M1 1AA"},
                            {"use":"work","postalCode":"LS2 2BB"},
                            {"use":"home","postalCode":"LS1 1AA"}]}""".getBytes(StandardCharsets.UTF_8), Patient.class);

        // When
        var description = DescriptionMapper.of(patient);

        // Then
        assertThat(description.family()).isEqualTo("SMYTH");
        assertThat(description.formerFamilies()).containsExactlyInAnyOrder("SMITH", "JONES");
        assertThat(description.given()).isEqualTo("ELIZABETH");
        assertThat(description.postcode()).isEqualTo("LS11AA");
    }
}
