package org.meridiandx.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.problem.ProblemException;

class IdentifierQueryTest {
    @ParameterizedTest
    @CsvSource({
        "identifier=urn:x|7, urn:x, 7",
        "?identifier=urn%3Ax%7C7, urn:x, 7",
        "identifier=7, '', 7",
        "identifier=|7, '', 7",
    })
    void shouldReadAnIdentifier(String query, String system, String value) {
        // Given / When
        var read = IdentifierQuery.parse(query);

        // Then
        assertThat(read).isEqualTo(new IdentifierQuery(system, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "identifier=",
                "identifier=urn:x|",
                "identifier=%zz",
                "identifier=%00|%00",
                "identifier=a%00|b%00",
                "name=x",
                "identifier=a|b&name=c"
            })
    void shouldRefuseAnythingElse(String query) {
        // Given / When / Then
        assertThatThrownBy(() -> IdentifierQuery.parse(query)).isInstanceOf(ProblemException.class);
    }
}
