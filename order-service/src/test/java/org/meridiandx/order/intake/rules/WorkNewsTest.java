package org.meridiandx.order.intake.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkNewsTest {
    @ParameterizedTest
    @CsvSource({
        "SC, SC, false, accepted,    scheduled",
        "SC, SC, true,  in-progress, sample received",
        "SC, ip, false, in-progress, in process",
        "SC, IP, true,  in-progress, sample received",
        "SC, '', true,  in-progress, sample received",
        "SR, A,  true,  in-progress, some results are available",
        "SC, CM, true,  in-progress, 'performed, the report is awaited'",
        "SC, ER, false, in-progress, the performer reports an error",
        "OK, '', false, accepted,    accepted by the performer"
    })
    void shouldSayWhereTheWorkStands(String control, String status, boolean isReceived, String task, String words) {
        assertThat(WorkNews.of(control, status, isReceived)).contains(new WorkNews(task, words));
    }

    @ParameterizedTest
    @CsvSource({"SC, '', false", "SC, ZZ, false", "SS, IP, false", "NW, IP, true", "XO, CM, true"})
    void shouldTellNothingOfTheWork(String control, String status, boolean isReceived) {
        assertThat(WorkNews.of(control, status, isReceived)).isEmpty();
    }

    @Test
    void shouldNeverCompleteAnOrder() {
        assertThat(WorkNews.of("SC", "CM", false).orElseThrow().taskStatus()).isNotEqualTo("completed");
    }
}
