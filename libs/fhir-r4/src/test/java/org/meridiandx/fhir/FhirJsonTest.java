package org.meridiandx.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.problem.ProblemException;

class FhirJsonTest {
    @Test
    void shouldReadAndWriteAPatient() {
        // Given
        var json = "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Ōkami\"}],\"birthDate\":\"1970-02-03\"}";

        // When
        var patient = FhirJson.parse(json.getBytes(StandardCharsets.UTF_8), Patient.class);

        // Then
        assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("Ōkami");
        assertThat(new String(FhirJson.encode(patient), StandardCharsets.UTF_8)).isEqualTo(json);
    }

    @Test
    void shouldWriteWhatIsContainedAndWhoRefersToIt() {
        // Given one that is referred to, one that refers to another, and one that nobody refers to
        var json = "{\"resourceType\":\"ServiceRequest\",\"contained\":["
                + "{\"resourceType\":\"PractitionerRole\",\"id\":\"role\",\"practitioner\":{\"reference\":\"#person\"}},"
                + "{\"resourceType\":\"Practitioner\",\"id\":\"person\",\"name\":[{\"family\":\"Ashdown\"}]},"
                + "{\"resourceType\":\"Observation\",\"id\":\"alone\",\"status\":\"final\"}],"
                + "\"status\":\"active\",\"requester\":{\"reference\":\"#role\"}}";

        // When
        var request = FhirJson.parse(json.getBytes(StandardCharsets.UTF_8), ServiceRequest.class);

        // Then
        assertThat(new String(FhirJson.encode(request), StandardCharsets.UTF_8)).isEqualTo(json);
    }

    @Test
    void shouldKeepCharactersBeyondTheFirstPlane() {
        // Given
        var json = "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"\\ud83d\\ude00\"}]}";

        // When
        var patient = FhirJson.parse(json.getBytes(StandardCharsets.UTF_8), Patient.class);

        // Then
        assertThat(patient.getNameFirstRep().getFamily()).isEqualTo(Character.toString(0x1F600));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\0q\0\"", "{\0\"\0r", "\0{\0\""})
    void shouldRefuseWhatIsInNoEncodingOfJson(String start) {
        // Given
        var body = (start + "resourceType\":\"Patient\"}").getBytes(StandardCharsets.UTF_8);

        // When
        var refused = catchThrowableOfType(ProblemException.class, () -> FhirJson.parse(body));

        // Then
        assertThat(refused.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail()).endsWith("Send UTF-8 JSON."));
    }

    @Test
    void shouldReadBackWhatTheRulesOfAnEarlierDayLetIn() {
        // Given
        var stored = "{\"resourceType\":\"Patient\",\"colour\":\"red\",\"gender\":\"female\"}"
                .getBytes(StandardCharsets.UTF_8);

        // When
        var patient = FhirJson.read(stored, Patient.class);

        // Then
        assertThat(patient.getGender().toCode()).isEqualTo("female");
    }

    @Test
    void shouldNotBlameTheCallerForABrokenStoreNorQuoteIt() {
        // Given
        var stored = "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"SECRET".getBytes(StandardCharsets.UTF_8);

        // When
        var refused = catchThrowableOfType(IllegalStateException.class, () -> FhirJson.read(stored, Patient.class));

        // Then
        assertThat(refused).hasMessage("a stored Patient cannot be read").hasNoCause();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "``; empty",
                "[]; one JSON object",
                "{; well-formed",
                "{\"resourceType\":\"Patient\"}{}; follows",
                "{\"a\":1}; resourceType",
                "{\"resourceType\":\"Patient\",\"resourceType\":\"Patient\"}; twice",
                "{\"resourceType\":\"Nonsense\"}; not a FHIR R4 resource",
                "{\"resourceType\":\"Patient\",\"colour\":\"SECRET\"}; colour",
                "{\"resourceType\":\"Patient\",\"birthDate\":\"SECRET\"}; FHIR type",
                "{\"resourceType\":\"Patient\",\"name\":\"SECRET\"}; JSON type",
                "{\"resourceType\":\"Observation\"}; This address takes Patient",
                "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"urn:x\",\"valueDecimal\":1e999999999}]}; exponent",
                "{\"resourceType\":\"Patient\",\"meta\":{\"tag\":[{\"code\":\"SUBSETTED\"}]}}; in part",
                "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"urn:x\",\"valueDecimal\":1E-999}]}; exponent",
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"SECRET\\u0000\"}]}; NUL",
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"SECRET\\ud83d\"}]}; half of a character",
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"SECRET\\ude00\\ud83d\"}]}; half of a character",
                "{\"resourceType\":\"Patient\",\"\":\"SECRET\"}; empty name",
                "{\"resourceType\":\"Patient\",\"name\":[{\"\":\"SECRET\"}]}; empty name",
            })
    void shouldSayWhatIsWrongButNeverRepeatIt(String json, String expected) {
        // Given
        var body = json.getBytes(StandardCharsets.UTF_8);

        // When
        var refused = catchThrowableOfType(ProblemException.class, () -> FhirJson.parse(body, Patient.class));

        // Then
        assertThat(refused.problem().detail()).contains(expected).doesNotContain("SECRET");
        assertThat(refused.problem().code().httpStatus()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"identifier\":[null]",
                "\"name\":[{\"family\":\"SECRET\"},null]",
                "\"name\":[{\"given\":[\"SECRET\",null]}]",
                "\"name\":[{\"given\":[\"SECRET\",null],\"_given\":[{\"id\":\"a\"},null]}]",
                "\"name\":[{\"_given\":[null]}]",
                "\"contact\":[{\"telecom\":[null]}]"
            })
    void shouldRefuseANullInAList(String element) {
        // Given
        var body = ("{\"resourceType\":\"Patient\"," + element + "}").getBytes(StandardCharsets.UTF_8);

        // When
        var refused = catchThrowableOfType(ProblemException.class, () -> FhirJson.parse(body, Patient.class));

        // Then
        assertThat(refused.problem().detail()).contains("null").doesNotContain("SECRET");
        assertThat(refused.problem().code().httpStatus()).isEqualTo(400);
    }

    @Test
    void shouldTakeTheNullsThatKeepExtensionsInStep() {
        // Given
        var json = "{\"resourceType\":\"Patient\",\"name\":[{\"given\":[\"Ann\",null],\"_given\":[null,{\"extension\":"
                + "[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"unknown\"}]}]}]}";

        // When
        var patient = FhirJson.parse(json.getBytes(StandardCharsets.UTF_8), Patient.class);

        // Then
        assertThat(patient.getNameFirstRep().getGiven()).hasSize(2);
    }

    @Test
    void shouldRefuseDeepNestingQuickly() {
        // Given
        var json = "{\"resourceType\":\"Patient\",\"extension\":" + "[{\"extension\":".repeat(10_000);

        // When
        var refused = catchThrowableOfType(
                ProblemException.class, () -> FhirJson.parse(json.getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(refused.problem().detail()).contains("well-formed");
    }
}
