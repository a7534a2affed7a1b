package org.meridiandx.dev.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @CsvSource({
        "/a?b=c|d, /a?b=c%7Cd",
        "/a?b=\u00c3\u00a9, /a?b=%C3%A9",
        "/a?b=%7c%C3%A9, /a?b=%7c%C3%A9",
        "/a/$op?x={1}, /a/$op?x=%7B1%7D",
        "/a?b=c:d+e@f/g?h, /a?b=c:d+e@f/g?h"
    })
    void shouldEncodeWhatAUriMayNotHold(String sent, String encoded) {
        assertThat(RequestTarget.encode(sent)).contains(encoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a?b=%", "/a?b=%4", "/a?b=%4g", "/a?b#c", "/a?b=\u00e9", "/a?b=\u0007", "/a?b=\u20ac"})
    void shouldNotGuessWhatIsMeant(String target) {
        assertThat(RequestTarget.encode(target)).isEmpty();
    }
}
