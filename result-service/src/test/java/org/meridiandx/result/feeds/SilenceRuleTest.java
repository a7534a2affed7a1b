package org.meridiandx.result.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilenceRuleTest {
    @ParameterizedTest(name = "{0} messages in {1} weeks")
    @CsvSource({
        "0,4,false",
        "39,4,false",
        "40,4,true",
        "10,1,true",
        "9,1,false",
        "400,0,false", // no week to go by
        "400,52,true"
    })
    void shouldCallAFeedSilentWhereItWouldHaveSentTen(long sameTimes, int weeks, boolean expected) {
        assertThat(SilenceRule.isSilent(SilenceRule.expected(sameTimes, weeks))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "expected {0}, silent since {1}, heard at {2}")
    @CsvSource({
        "0,2026-10-01T12:00:00Z,2026-09-30T00:00:00Z,true", // all that it sent is forgotten
        "0,2026-10-01T12:00:00Z,2026-10-01T11:00:00Z,true",
        "0,2026-10-01T12:00:00Z,2026-10-01T11:30:00Z,false", // written down after the rule was asked
        "0,2026-10-01T12:00:00Z,2026-10-02T12:00:00Z,false",
        "10,,2026-10-02T12:00:00Z,true",
        "9,,2026-10-02T12:00:00Z,false"
    })
    void shouldCallAFeedSilentUntilItIsHeard(
            double expected, @Nullable Instant silentSince, Instant lastAt, boolean isSilent) {
        assertThat(SilenceRule.isSilent(expected, Optional.ofNullable(silentSince), lastAt))
                .isEqualTo(isSilent);
    }
}
