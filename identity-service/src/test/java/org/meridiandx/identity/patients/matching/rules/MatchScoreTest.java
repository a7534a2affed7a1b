package org.meridiandx.identity.patients.matching.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each line: what is told of one and of the other as number, family (former in brackets), given, birth
/// date, gender, postcode, birth order; and the grade.
class MatchScoreTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "same number and birth date | 9990000018/SMITH/JOHN/1970-01-02/male/LS11AA/ | 9990000018/SMYTHE/JON/1970-01-02/male// | CERTAIN",
                "same number, nothing else | 9990000018////// | 9990000018/SMITH/JOHN/1970-01-02/male// | PROBABLE",
                "same number, another person | 9990000018/SMITH/JOHN/1970-01-02/male/LS11AA/ | 9990000018/PATEL/ASHA/1999-12-31/female/M11AA/ | CERTAINLY_NOT",
                "all but the number | /SMITH/JOHN/1970-01-02/male/LS11AA/ | /SMITH/JOHN/1970-01-02/male/LS11AA/ | PROBABLE",
                "no postcode | /ABERNATHY/JOHN/1970-01-02/male// | /ABERNATHY/JOHN/1970-01-02/male// | PROBABLE",
                "twins, other given names | /SMITH/JOHN/1970-01-02/male/LS11AA/ | /SMITH/PETER/1970-01-02/male/LS11AA/ | POSSIBLE",
                "twins, given names alike | /SMITH/JANE/1970-01-02/female/LS11AA/1 | /SMITH/JADE/1970-01-02/female/LS11AA/2 | CERTAINLY_NOT",
                "twins under one number | 9990000018/SMITH/JANE/1970-01-02/female/LS11AA/1 | 9990000018/SMITH/JADE/1970-01-02/female/LS11AA/2 | CERTAINLY_NOT",
                "father and son | /SMITH/JOHN/1945-06-01/male/LS11AA/ | /SMITH/JOHN/1970-01-02/male/LS11AA/ | CERTAINLY_NOT",
                "hyphenated | /SMITH JONES/MARY/1970-01-02/female/LS11AA/ | /JONES/MARY/1970-01-02/female/LS11AA/ | PROBABLE",
                "hyphen or blank | /SMITH JONES/MARY/1970-01-02/female/LS11AA/ | /SMITHJONES/MARY/1970-01-02/female/LS11AA/ | PROBABLE",
                "name changed, former known | /SMITH(PATEL)/MARY/1970-01-02/female/LS11AA/ | /PATEL/MARY/1970-01-02/female/M11AA/ | PROBABLE",
                "name changed, moved, former not known | /SMITH/MARY/1970-01-02/female/LS11AA/ | /PATEL/MARY/1970-01-02/female/M11AA/ | POSSIBLE",
                "name changed, same house | /SMITH/MARY/1970-01-02/female/LS11AA/ | /PATEL/MARY/1970-01-02/female/LS11AA/ | PROBABLE",
                "number one digit wrong | 9990000018/SMITH/JOHN/1970-01-02/male/LS11AA/ | 9990000118/SMITH/JOHN/1970-01-02/male/LS11AA/ | PROBABLE",
                "number transposed | 9990012345/SMITH/JOHN/1970-01-02/male/LS11AA/ | 9990021345/SMITH/JOHN/1970-01-02/male/LS11AA/ | PROBABLE",
                "two right numbers | 9990000018/SMITH/JOHN/1970-01-02/male/LS11AA/ | 9991234567/SMITH/JOHN/1970-01-02/male/LS11AA/ | POSSIBLE",
                "day and month swapped | /ABERNATHY/JOHN/1970-01-02/male/LS11AA/ | /ABERNATHY/JOHN/1970-02-01/male/LS11AA/ | PROBABLE",
                "nickname | /SMITH/WILLIAM/1970-01-02/male/LS11AA/ | /SMITH/BILL/1970-01-02/male/LS11AA/ | PROBABLE",
                "middle name used | /SMITH/ANNE MARY/1970-01-02/female/LS11AA/ | /SMITH/MARY/1970-01-02/female/LS11AA/ | PROBABLE",
                "misspelt | /MCDONALD/JOHN/1970-01-02/male/LS11AA/ | /MACDONALD/JOHN/1970-01-02/male/LS12BB/ | PROBABLE",
                "strangers of one birth date | /SMITH/JOHN/1970-01-02/male/LS11AA/ | /PATEL/ASHA/1970-01-02/female/M11AA/ | CERTAINLY_NOT",
                "moved | /ABERNATHY/JOHN/1970-01-02/male/LS11AA/ | /ABERNATHY/JOHN/1970-01-02/male/M11AA/ | PROBABLE",
            })
    void shouldGradeWhatPeopleTripOver(String name, String one, String other, Grade grade) {
        // Given
        var first = describe(one);
        var second = describe(other);

        // When
        var compared = MatchScore.compare(first, second);
        var turned = MatchScore.compare(second, first);

        // Then
        assertThat(compared.grade()).as(compared.toString()).isEqualTo(grade);
        assertThat(turned.score()).isEqualTo(compared.score());
        assertThat(compared.score()).isBetween(0.0, 1.0);
    }

    @Test
    void shouldNeverBeCertainWithoutANumber() {
        // Given
        var one = describe("/ABERNATHY/JOHN PAUL/1970-01-02/male/LS11AA/");

        // When
        var compared = MatchScore.compare(one, one);

        // Then
        assertThat(compared.grade()).isNotEqualTo(Grade.CERTAIN);
        assertThat(compared.score()).isLessThan(1);
    }

    @ParameterizedTest
    @CsvSource({
        "MARTHA, MARHTA, 0.961",
        "DIXON, DICKSONX, 0.813",
        "DWAYNE, DUANE, 0.840",
        "A, B, 0.0",
        "SMITH, SMITH, 1.0"
    })
    void shouldCompareNamesAsPublished(String one, String other, double expected) {
        // Given two names

        // When
        var likeness = Likeness.jaroWinkler(one, other);

        // Then
        assertThat(likeness).isCloseTo(expected, org.assertj.core.data.Offset.offset(0.001));
    }

    private static Description describe(String text) {
        var parts = text.strip().split("/", -1);
        var family = parts[1].split("[()]");
        return new Description(
                Optional.of(parts[0]).filter(number -> !number.isEmpty()),
                Set.of(),
                family[0],
                Arrays.stream(family).skip(1).collect(Collectors.toSet()),
                parts[2],
                Optional.of(parts[3]).filter(date -> !date.isEmpty()).map(LocalDate::parse),
                parts[4],
                parts[5],
                Optional.of(parts[6]).filter(order -> !order.isEmpty()).map(Integer::valueOf));
    }
}
