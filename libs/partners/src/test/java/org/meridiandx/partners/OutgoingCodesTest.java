package org.meridiandx.partners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hl7.fhir.r4.model.DateTimeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutgoingCodesTest {
    private static DateTimeType time(String text) {
        return new DateTimeType() {
            @Override
            public String getValueAsString() {
                return text;
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "'',                            ''",
        "2026,                          2026",
        "2026-01,                       202601",
        "2026-01-02,                    20260102",
        "2026-01-02T10:05Z,             202601021005+0000",
        "2026-01-02T10:05+01:00,        202601021005+0100",
        "2026-01-02T10:05,              202601021005",
        "2026-01-02T10:05:06,           20260102100506",
        "2026-01-02T10:05:06Z,          20260102100506+0000",
        "2026-01-02T10:05:06.789-05:30, 20260102100506-0530"
    })
    void shouldWriteATimeAsPreciselyAsItIsKnown(String fhir, String hl7) {
        assertThat(OutgoingCodes.time(time(fhir))).isEqualTo(hl7);
    }

    @Test
    void shouldRefuseWhatIsNoTime() {
        assertThatThrownBy(() -> OutgoingCodes.time(time("tomorrow"))).isInstanceOf(IllegalArgumentException.class);
    }
}
