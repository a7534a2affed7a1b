package org.meridiandx.order.requests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestStatusTest {
    private static final List<String> ALL =
            List.of("draft", "active", "on-hold", "revoked", "completed", "entered-in-error");

    @ParameterizedTest
    @CsvSource({
        "draft, active revoked entered-in-error",
        "active, on-hold revoked completed entered-in-error",
        "on-hold, active revoked completed entered-in-error",
        "revoked, entered-in-error",
        "completed, entered-in-error",
        "entered-in-error, ''"
    })
    void shouldAllowTheseStepsAndNoOther(String from, String allowed) {
        // Given
        var current = RequestStatus.of(from).orElseThrow();

        // Then
        for (var to : ALL) {
            var isAllowed = List.of(allowed.split(" ")).contains(to);
            assertThat(current.to(to).isPresent()).as(from + " to " + to).isEqualTo(isAllowed);
        }
    }

    @Test
    void shouldKnowEachCode() {
        for (var code : ALL) {
            assertThat(RequestStatus.of(code).orElseThrow().code()).isEqualTo(code);
        }
        assertThat(RequestStatus.of("unknown")).isEmpty();
    }
}
