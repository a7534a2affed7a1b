package org.meridiandx.order.tasks.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FulfilmentTest {
    private static final List<String> STEPS = List.of(
            "requested", "accepted", "in-progress", "completed", "rejected", "cancelled", "on-hold", "draft", "");

    @ParameterizedTest
    @CsvSource({
        "requested, accepted rejected in-progress completed cancelled",
        "accepted, rejected in-progress completed cancelled",
        "in-progress, completed cancelled",
        "completed, ''",
        "on-hold, rejected completed cancelled",
        "rejected, ''",
        "cancelled, ''"
    })
    void shouldMoveOnlyForward(String from, String allowed) {
        // Given
        var current = Fulfilment.of(from).orElseThrow();

        // Then
        assertThat(String.join(" ", current.allowed())).isEqualTo(allowed);
        assertThat(current.isOpen()).isEqualTo(!allowed.isEmpty());
        assertThat(current.code()).isEqualTo(from);
        for (var to : STEPS) {
            var isAllowed = List.of(allowed.split(" ")).contains(to);
            assertThat(current.to(to).map(Fulfilment::code).orElse("")).isEqualTo(isAllowed ? to : "");
        }
    }

    @Test
    void shouldKnowNoStateOfARequest() {
        assertThat(Fulfilment.of("draft")).isEmpty();
    }
}
