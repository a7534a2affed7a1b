package org.meridiandx.fhir.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.problem.ProblemCode;

class JsonOnlyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | true",
                "application/fhir+json | true",
                "Application/FHIR+JSON | true",
                "application/json | true",
                "text/json | true",
                "application/* | true",
                "*/* | true",
                "text/html, image/gif, *; q=.2, */*; q=.2 | true",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | true",
                "application/fhir+xml, application/fhir+json;q=0.1 | true",
                "application/fhir+json; fhirVersion=4.0 | true",
                "application/fhir+json; fhirVersion=\"4.0\"; charset=utf-8 | true",
                "application/fhir+json;q=1.000 | true",
                ";;;, application/json | true",
                "application/fhir+xml | false",
                "application/xml | false",
                "text/html | false",
                "text/* | false",
                ";;; | false",
                "json | false",
                "/ | false",
                "application/ | false",
                "application/json; | true",
                "application/json;q=often | false",
                "application/json;q=2 | false",
                "*/*;q=0 | false",
                "*/*;q=0.000 | false",
                "application/json;q=0, */* | false",
                "application/*;q=0, */* | false",
                "application/fhir+json;q=0, application/json | true",
                "application/fhir+json; fhirVersion=3.0 | false",
                "a/b;x=\",application/json,\" | false"
            })
    void shouldKnowWhetherTheCallerTakesJson(String accept, boolean isTaken) {
        // Given / When
        var problem = JsonOnly.refuseAnswer(List.of(), List.of(accept));

        // Then
        assertThat(problem.isEmpty()).isEqualTo(isTaken);
    }

    @ParameterizedTest
    @CsvSource({
        "json, true",
        "application/json, true",
        "application/fhir+json, true",
        "application/fhir json, true",
        "application/fhir+json; fhirVersion=4.0, true",
        "xml, false",
        "application/fhir+xml, false",
        "html, false",
        "*/*, false",
        "text/turtle+json, false",
        "'', false"
    })
    void shouldLetTheFormatParameterDecideBeforeAccept(String format, boolean isTaken) {
        // Given / When
        var wanted = JsonOnly.refuseAnswer(List.of(format), List.of("application/fhir+xml"));
        var accepted = JsonOnly.refuseAnswer(List.of(format), List.of("application/fhir+json"));

        // Then
        assertThat(wanted.isEmpty()).isEqualTo(isTaken);
        assertThat(accepted.isEmpty()).isEqualTo(isTaken);
    }

    @ParameterizedTest
    @CsvSource({
        "application/fhir+json, true",
        "application/fhir+json; charset=utf-8, true",
        "application/json;charset=\"UTF-8\", true",
        "application/json;charset=utf8, true",
        "application/x-www-form-urlencoded;charset=us-ascii, true",
        "application/fhir+xml, true",
        "application/fhir+json; charset=utf-16, false",
        "application/fhir+json; charset=iso-8859-1, false",
        "application/fhir+json; charset=bogus, false",
        "application/fhir+json; charset=, false",
        "application/fhir+json; charset, false",
        ";;;, false"
    })
    void shouldTakeBodiesInUtf8Only(String contentType, boolean isTaken) {
        // Given / When
        var problem = JsonOnly.refuseBody(contentType);

        // Then
        assertThat(problem.isEmpty()).isEqualTo(isTaken);
        problem.ifPresent(refused -> assertThat(refused.code()).isEqualTo(ProblemCode.UNSUPPORTED_MEDIA_TYPE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/fhir+json", "_format=json"})
    void shouldNameWhatIsOffered(String offer) {
        // Given / When
        var problem = JsonOnly.refuseAnswer(List.of("xml"), List.of()).orElseThrow();

        // Then
        assertThat(problem.code()).isEqualTo(ProblemCode.NOT_ACCEPTABLE);
        assertThat(problem.expressions()).containsExactly("_format");
        assertThat(problem.detail()).contains(offer);
    }

    @Test
    void shouldReadSeveralAcceptLinesAsOne() {
        assertThat(JsonOnly.refuseAnswer(List.of(), List.of("application/fhir+xml", "application/json")))
                .isEmpty();
        assertThat(JsonOnly.refuseAnswer(List.of(), List.of())).isEmpty();
    }
}
