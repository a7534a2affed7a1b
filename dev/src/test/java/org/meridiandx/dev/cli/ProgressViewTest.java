package org.meridiandx.dev.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressViewTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellHowFarStoppingIsAfterEverythingWasReady(boolean live) {
        try (var view = view(live)) {
            // Given
            view.ready("postgres", Duration.ofMillis(1200));
            view.allReady();
            bytes.reset();

            // When
            view.stopping("postgres");
            view.stopped("postgres", Duration.ofMillis(340));
        }

        // Then
        assertThat(said())
                .containsSubsequence("postgres               stopping", "postgres               stopped in 0.3 s");
    }

    @Test
    void shouldNotHideAFailureBehindTheStopThatFollows() {
        try (var view = view(true)) {
            // When
            view.failed("kafka", "ended while it started", List.of("last line"));
            view.stopping("kafka");
            view.stopped("kafka", Duration.ZERO);
        }

        // Then
        assertThat(said())
                .contains("FAILED: ended while it started", "  | last line")
                .doesNotContain("stopped");
    }

    private ProgressView view(boolean live) {
        var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new ProgressView(new Terminal(stream, stream, live), List.of("postgres", "kafka"));
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
