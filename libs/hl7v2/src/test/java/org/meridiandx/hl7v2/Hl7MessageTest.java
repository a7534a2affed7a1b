package org.meridiandx.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Hl7MessageTest {

    private static final String HEAD = "MSH|^~\\&|A|F|||t||ORU^R01|7|P|2.5.1\r";

    @Test
    void shouldCountFieldsAsHl7Does() {
        // Given
        var message = Hl7Message.parse(HEAD + "PID|1||111^^^NHS&2.16&ISO^NH~222^^^MRN||Sample^Alex|\"\"||\r");

        // When
        var pid = message.first("PID").orElseThrow();
        var msh = message.first("MSH").orElseThrow();

        // Then
        assertThat(msh.value(1)).contains("|");
        assertThat(msh.value(2)).contains("^~\\&");
        assertThat(msh.value(3)).contains("A");
        assertThat(msh.value(9, 2)).contains("R01");
        assertThat(msh.fieldCount()).isEqualTo(12);
        assertThat(pid.value(3)).contains("111");
        assertThat(pid.value(3, 4, 2)).contains("2.16");
        assertThat(pid.field(3).componentText(4)).contains("NHS&2.16&ISO");
        assertThat(pid.repetitions(3)).hasSize(2);
        assertThat(pid.repetitions(3).get(1).component(4)).contains("MRN");
        assertThat(pid.raw(3)).isEqualTo("111^^^NHS&2.16&ISO^NH~222^^^MRN");
        assertThat(message.value("PID", 5, 2)).contains("Alex");
        assertThat(pid.fieldCount()).isEqualTo(8);
        assertThat(pid.at(3, 4)).hasToString("PID-3.4");
    }

    @Test
    void shouldTellExplicitNullFromAbsent() {
        // Given
        var pid = Hl7Message.parse(HEAD + "PID|1||\"\"|a^\"\"|\r").first("PID").orElseThrow();

        // Then
        assertThat(pid.isNull(3)).isTrue();
        assertThat(pid.field(3).isPresent()).isTrue();
        assertThat(pid.value(3)).isEmpty();
        assertThat(pid.isNull(2)).isFalse();
        assertThat(pid.field(2).isPresent()).isFalse();
        assertThat(pid.field(4).isNull(2)).isTrue();
        assertThat(pid.isNull(99)).isFalse();
    }

    @Test
    void shouldBeEmptyForWhatIsNotThere() {
        // Given
        var pid = Hl7Message.parse("PID|1").first("PID").orElseThrow();

        // Then
        assertThat(pid.value(0)).isEmpty();
        assertThat(pid.value(-1)).isEmpty();
        assertThat(pid.value(500)).isEmpty();
        assertThat(pid.value(1, 0)).isEmpty();
        assertThat(pid.value(1, 2, 9)).isEmpty();
        assertThat(pid.repetitions(7)).isEmpty();
        assertThat(pid.raw(7)).isEmpty();
        assertThat(Hl7Message.parse("").segments()).isEmpty();
        assertThat(Hl7Message.parse("").value("PID", 3)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "a\\F\\b; a|b",
                "a\\S\\b\\T\\c\\R\\d\\E\\e; a^b&c~d\\e",
                "one\\.br\\two; `one\ntwo`",
                "a\\.sp2\\b; `a\n\nb`",
                "\\H\\bold\\N\\; bold",
                "caf\\XC3A9\\; café",
                "a\\X00\\b; ab",
                "odd\\X0\\hex; odd\\X0\\hex",
                "bad\\XZZ\\hex; bad\\XZZ\\hex",
                "C:\\temp; C:\\temp",
                "own\\Z1\\; own\\Z1\\",
                "unclosed\\; unclosed\\",
            })
    void shouldDecodeEscapes(String sent, String meant) {
        // When
        var text = Hl7Message.parse(HEAD + "NTE|1||" + sent + "\r").first("NTE").flatMap(nte -> nte.text(3));

        // Then
        assertThat(text).contains(meant);
    }

    @Test
    void shouldKeepSeparatorsInProse() {
        // Given
        var nte = Hl7Message.parse(HEAD + "NTE|1||Smith & Sons ~ 10^9/L\r")
                .first("NTE")
                .orElseThrow();

        // Then
        assertThat(nte.text(3)).contains("Smith & Sons ~ 10^9/L");
        assertThat(nte.value(3)).contains("Smith");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n", "\r\r\r", "\n\n"})
    void shouldTakeAnySegmentEnd(String end) {
        // When
        var message = Hl7Message.parse("MSH|^~\\&|A" + end + "pid|1||5" + end + "ZXX|x" + end);

        // Then
        assertThat(message.segments()).extracting(Hl7Segment::name).containsExactly("MSH", "PID", "ZXX");
        assertThat(message.value("PID", 3)).contains("5");
    }

    @Test
    void shouldContinueASegmentOverBrokenLines() {
        // When
        var message = Hl7Message.parse(HEAD + "OBX|1|TX|N||first line\r\nsecond line||||||F\rOBX|2|NM\r");

        // Then
        var obx = message.segments("OBX");
        assertThat(obx).hasSize(2);
        assertThat(obx.getFirst().text(5)).contains("first line\nsecond line");
        assertThat(obx.getFirst().value(11)).contains("F");
        assertThat(obx.get(1).sequence()).isEqualTo(2);
    }

    @Test
    void shouldReadOddSeparators() {
        // Given
        var message = Hl7Message.parse("MSH#!@%*#A#F\rPID#1##123!!!MRN*x@4##a%F%b\r");

        // Then
        assertThat(message.value("PID", 3, 4)).contains("MRN");
        assertThat(message.first("PID").orElseThrow().value(3, 4, 2)).contains("x");
        assertThat(message.first("PID").orElseThrow().repetitions(3)).hasSize(2);
        assertThat(message.value("PID", 5)).contains("a#b");
    }

    @Test
    void shouldReadWhenAllSeparatorsAreTheSame() {
        // Given
        var message = Hl7Message.parse("MSH|^^^^|A|F\rPID|1||1^2^3\r");

        // Then
        assertThat(message.value("PID", 3, 3)).contains("3");
    }

    @Test
    void shouldGroupOrders() {
        // Given
        var message =
                Hl7Message.parse(HEAD + "PID|1\rORC|RE\rOBR|1\rOBX|1\rOBR|2\rOBX|1\rNTE|1\rORC|RE\rOBR|3\rSPM|1\r");

        // When
        var groups = message.orderGroups();

        // Then
        assertThat(groups).hasSize(3);
        assertThat(groups.get(0)).extracting(Hl7Segment::name).containsExactly("ORC", "OBR", "OBX");
        assertThat(groups.get(1)).extracting(Hl7Segment::name).containsExactly("OBR", "OBX", "NTE");
        assertThat(groups.get(2)).extracting(Hl7Segment::name).containsExactly("ORC", "OBR", "SPM");
        assertThat(message.groups("PID")).hasSize(1);
    }

    @Test
    void shouldRefuseEndlessRepetitions() {
        // Given
        var pid = Hl7Message.parse(HEAD + "PID|1||" + "~".repeat(20_000))
                .first("PID")
                .orElseThrow();

        // Then
        assertThatThrownBy(() -> pid.repetitions(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PID-3");
    }
}
