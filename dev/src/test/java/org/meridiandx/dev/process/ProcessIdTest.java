package org.meridiandx.dev.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessIdTest {

    @Test
    void shouldFindARunningProcessAndEndIt() throws IOException {
        // Given
        var process = new ProcessBuilder("sleep", "60").start();
        var id = ProcessId.of(process.toHandle());
        assertThat(id.find()).isPresent();

        // When
        boolean ended = id.end(Duration.ofSeconds(5));

        // Then
        assertThat(ended).isTrue();
        assertThat(process.onExit().join().isAlive()).isFalse();
        assertThat(id.end(Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void shouldNotTakeAnotherProcessForItsOwn() {
        // Given
        var self = ProcessId.of(ProcessHandle.current());

        // When
        var earlier = new ProcessId(self.pid(), self.startedAtMillis() - 60_000);

        // Then
        assertThat(self.find()).isPresent();
        assertThat(earlier.find()).isEmpty();
        assertThat(ProcessId.NONE.find()).isEmpty();
    }
}
