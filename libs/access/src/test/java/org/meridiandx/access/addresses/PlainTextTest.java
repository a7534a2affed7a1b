package org.meridiandx.access.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/R4/Patient/a%00",
                "/fhir/R4/Patient/%00a",
                "/fhir/R4/Patient/a%0A",
                "/fhir/R4/Patient/a%0db",
                "/fhir/R4/Patient?name=%1f",
                "/fhir/R4/Patient?na%7fme=x",
                "/fhir/R4/Patient?name=%C2%85",
                "/fhir/R4/Patient?name=%c2%9F",
                "/fhir/R4/Patient?name=\u0001",
                "/fhir/R4/Patient?name=\u0085",
            })
    void shouldFindControlCharactersHoweverTheyAreWritten(String address) {
        assertThat(PlainText.isPlain(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/R4/Patient/a-1.2",
                "/fhir/R4/Patient?name=Zo%C3%AB%20O%27Neil",
                "/fhir/R4/Patient?identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C9990001006",
                "/fhir/R4/Patient?name=%F0%9F%98%80",
                "/fhir/R4/Patient?name=%2500",
                "/fhir/R4/Patient?name=100%",
                "/fhir/R4/Patient?name=%zz%0",
                "/fhir/R4/Patient?name=%C2%A0",
                "/",
                ""
            })
    void shouldLeaveEverythingElseToOthers(String address) {
        assertThat(PlainText.isPlain(address)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/a?PatientID=%00, PatientID",
        "/a?x=1&name:exact=a%0Ab&y=2, name:exact",
        "/a%00?x=1, ''",
        "/a%00, ''",
        "/a?%00=1, ''",
        "/a?%00, ''",
        "/a?<b>=%00, ''"
    })
    void shouldNameTheParameterAndNothingThatCouldBeTakenForMore(String address, String name) {
        assertThat(PlainText.parameterToBlame(address).orElse("")).isEqualTo(name);
    }
}
