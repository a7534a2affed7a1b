package org.meridiandx.dev.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path folder;

    @Test
    void shouldKeepDataUnlessAskedForAFreshStart() throws IOException {
        // Given
        var directory = new DataDirectory(folder.resolve("data"));
        directory.take().close();
        directory.prepare(false);
        Path kept = Files.createFile(directory.path().resolve("kept"));

        // Then
        directory.prepare(false);
        assertThat(kept).exists();
        directory.prepare(true);
        assertThat(kept).doesNotExist();
        assertThat(directory.path().resolve("logs")).isDirectory();
    }

    @Test
    void shouldNeverTouchADirectoryThatHoldsSomethingElse() throws IOException {
        // Given
        Path letter = Files.createFile(folder.resolve("letter.txt"));

        // Then
        assertThatExceptionOfType(RegionException.class)
                .isThrownBy(() -> new DataDirectory(folder).take())
                .withMessageContaining("holds something else");
        assertThat(letter).exists();
    }

    @Test
    void shouldServeOneRegionAtATime() {
        // Given
        var directory = new DataDirectory(folder.resolve("data"));

        // Then
        try (var lock = directory.take()) {
            assertThat(directory.isFree()).isFalse();
            assertThatExceptionOfType(RegionException.class)
                    .isThrownBy(directory::take)
                    .withMessageContaining("in use by a region of another home");
        }
        assertThat(directory.isFree()).isTrue();
    }

    @Test
    void shouldRefuseANearlyFullDisk() {
        assertThatExceptionOfType(RegionException.class)
                .isThrownBy(() -> new DataDirectory(folder).requireSpace(300L << 20))
                .withMessageContaining("Only 300 MiB are free");
    }
}
