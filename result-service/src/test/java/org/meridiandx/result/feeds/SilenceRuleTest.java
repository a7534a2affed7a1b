package org.meridiandx.result.feeds;

import static org.assertj.core.api.Assertions.assertThat;

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
}
