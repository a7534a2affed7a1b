package org.meridiandx.identity.adt.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairRuleTest {

    @ParameterizedTest
    @CsvSource({
        "true,  true,  true,  1, 1, 1970-01-01, 1970-01-01, ",
        "true,  true,  true,   ,  ,           ,           , ",
        "true,  true,  true,  1,  , 1970-01-01,           , ",
        "false, true,  true,  1, 1, 1970-01-01, 1970-01-01, merge-unregistered",
        "true,  false, true,  1, 1, 1970-01-01, 1970-01-01, merge-foreign-number",
        "true,  true,  false, 1, 1, 1970-01-01, 1970-01-01, merge-foreign-number",
        "true,  true,  true,  1, 2, 1970-01-01, 1970-01-01, merge-nhs-number-differs",
        "true,  true,  true,  1, 1, 1970-01-01, 1970-01-02, merge-birth-date-differs",
    })
    void shouldLeaveEveryDoubtToAPerson(
            boolean isRegistered,
            boolean isOwn,
            boolean isOtherOwn,
            @Nullable String number,
            @Nullable String otherNumber,
            @Nullable LocalDate born,
            @Nullable LocalDate otherBorn,
            @Nullable String doubt) {
        // Given
        var one = new PairRule.Side(isOwn, Optional.ofNullable(number), Optional.ofNullable(born));
        var other = new PairRule.Side(isOtherOwn, Optional.ofNullable(otherNumber), Optional.ofNullable(otherBorn));

        // When
        var found = PairRule.doubt(isRegistered, one, other);

        // Then
        assertThat(found).isEqualTo(Optional.ofNullable(doubt));
    }
}
