package org.meridiandx.identity.ods.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CsvRowsTest {

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("", List.of()),
                Arguments.of("\n\r\n", List.of()),
                Arguments.of("a,b", List.of(List.of("a", "b"))),
                Arguments.of("a,b\r\nc,d\r\n", List.of(List.of("a", "b"), List.of("c", "d"))),
                Arguments.of("\uFEFFa,b", List.of(List.of("a", "b"))),
                Arguments.of("\"a,\n1\",\"b\"\"c\"\"\"", List.of(List.of("a,\n1", "b\"c\""))),
                Arguments.of("\"\",", List.of(List.of("", ""))),
                Arguments.of(",,x", List.of(List.of("", "", "x"))));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void shouldTakeApart(String text, List<List<String>> rows) {
        assertThat(CsvRows.read(text)).isEqualTo(rows);
    }

    @Test
    void shouldRefuseAQuotedValueThatDoesNotEnd() {
        assertThatIllegalArgumentException().isThrownBy(() -> CsvRows.read("a,\"b\nc"));
    }
}
