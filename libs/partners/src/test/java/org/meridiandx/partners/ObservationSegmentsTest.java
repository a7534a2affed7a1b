package org.meridiandx.partners;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.fhir.IdentifierSystems;

class ObservationSegmentsTest {
    private final ObservationSegments segments = new ObservationSegments(new OutgoingCodes(""));

    /// Table 0085. What a result consists of stands as the result does.
    @ParameterizedTest
    @CsvSource({
        "REGISTERED,     I",
        "PRELIMINARY,    P",
        "FINAL,          F",
        "AMENDED,        C",
        "CORRECTED,      C",
        "CANCELLED,      X",
        "ENTEREDINERROR, W",
        "UNKNOWN,        R"
    })
    void shouldTellHowAResultAndItsPartsStand(ObservationStatus status, String code) {
        // Given
        var observation = new Observation().setStatus(status);
        observation.addComponent().setValue(new Quantity(120));
        observation.addComponent().setValue(new Quantity(80));

        // When
        var written = segments.of(observation, 1);

        // Then
        assertThat(written).extracting(obx -> obx.field(11)).isEqualTo(List.of(code, code, code));
    }

    static Stream<Arguments> ratios() {
        var one = new Quantity(1);
        var titre = new Quantity(640);
        var above = new Quantity(640).setComparator(QuantityComparator.GREATER_THAN);
        return Stream.of(
                Arguments.of(ratio(one, titre), "SN", "^1^:^640"),
                Arguments.of(ratio(one, above), "ST", "numerator 1, denominator >640"),
                Arguments.of(ratio(new Quantity(), titre), "ST", "denominator 640"));
    }

    private static Ratio ratio(Quantity numerator, Quantity denominator) {
        return new Ratio().setNumerator(numerator).setDenominator(denominator);
    }

    @ParameterizedTest
    @MethodSource("ratios")
    void shouldWriteARatioWithAllThatItSays(Type ratio, String type, String value) {
        // When
        var obx = segments.of(new Observation().setValue(ratio), 1).getFirst();

        // Then
        assertThat(obx.field(2)).isEqualTo(type);
        assertThat(obx.field(5)).isEqualTo(value);
    }

    @Test
    void shouldCallNoUnitOneOfUcumThatIsNot() {
        // Given
        var ucum =
                new Quantity(5).setSystem(IdentifierSystems.UCUM).setCode("mg").setUnit("mg");
        var local = new Quantity(5).setSystem("urn:example:units").setCode("mg").setUnit("measuring glasses");

        // Then
        assertThat(unitOf(ucum)).isEqualTo("mg^mg^UCUM");
        assertThat(unitOf(local)).isEqualTo("mg^measuring glasses^L");
    }

    private String unitOf(Quantity quantity) {
        return segments.of(new Observation().setValue(quantity), 1).getFirst().field(6);
    }
}
