package org.meridiandx.dev.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {

    @ParameterizedTest
    @CsvSource({
        "/fhir/R4/Patient?name=x/../y, /fhir/R4/Patient",
        "/fhir/R4/%24process-message, /fhir/R4/$process-message",
        "/fhir/R4/$process-message, /fhir/R4/$process-message",
        "/fhir/R4/Patient/, /fhir/R4/Patient/",
        "/fhir/R4/%50atient/a.b-c, /fhir/R4/Patient/a.b-c",
        "/, /"
    })
    void shouldReadThePathAsTheServiceDoes(String target, String expected) {
        assertThat(RequestPath.decode(target)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/R4/../q/health",
                "/fhir/R4/..",
                "/fhir/R4/./Patient",
                "/fhir/R4/%2e%2e/q/health",
                "/fhir/R4/%2E./q/health",
                "/fhir/R4/..%2fq/health",
                "/fhir/R4/..%252fq",
                "/fhir/R4/%5c..%5cq",
                "/fhir/R4\\..\\q",
                "//q/health",
                "/fhir//R4/Patient",
                "/fhir/R4/Patient;/../q",
                "/fhir/R4/Patient%00",
                "/fhir/R4/Patient%0d%0aX:y",
                "/fhir/R4/Patient%",
                "/fhir/R4/Patient%2",
                "/fhir/R4/Patient%zz",
                "/fhir/R4/Patient%g0",
                "/fhir/R4/%c0%ae%c0%ae/q",
                "http://elsewhere/fhir/R4/Patient",
                "*",
                "q/health",
                ""
            })
    void shouldRefuseWhatTwoReadersCouldReadDifferently(String target) {
        assertThat(RequestPath.decode(target)).isEmpty();
    }
}
