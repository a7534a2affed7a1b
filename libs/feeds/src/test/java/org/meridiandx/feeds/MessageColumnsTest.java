package org.meridiandx.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageColumnsTest {
    @Test
    void shouldHoldOnlyWhatTheDatabaseTakes() {
        // Given
        var odd = "A\0B" + "C".repeat(300);

        // When
        var text = MessageColumns.text(odd);

        // Then
        assertThat(text).hasSize(200).startsWith("ABC");
    }
}
