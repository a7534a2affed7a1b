package org.meridiandx.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest {
    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    Path directory;

    @Test
    void shouldKeepWhatTheIndexTookAndRemoveTheRest() throws IOException {
        // Given
        var storage = new LocalStorage(directory);
        var upload = storage.begin();
        var taken = upload.receive(new ByteArrayInputStream(CONTENT));
        var left = upload.receive(new ByteArrayInputStream(CONTENT));

        // When
        upload.keep(List.of(taken, left));
        upload.settle(Set.of(taken.key()));

        // Then
        assertThat(files()).hasSize(1);
        try (var channel = storage.open(taken.key())) {
            assertThat(channel.size()).isEqualTo(CONTENT.length);
        }
        assertThat(storage.pendingSince(Instant.MAX)).isEmpty();
    }

    @Test
    void shouldLeaveNothingOfADiscardedUpload() throws IOException {
        // Given
        var storage = new LocalStorage(directory);
        var upload = storage.begin();
        upload.keep(List.of(upload.receive(new ByteArrayInputStream(CONTENT))));
        upload.receive(new ByteArrayInputStream(CONTENT));

        // When
        upload.discard();

        // Then
        assertThat(files()).isEmpty();
    }

    @Test
    void shouldSweepWhatAKilledProcessLeft() throws IOException {
        // Given
        var killed = new LocalStorage(directory).begin();
        var indexed = killed.receive(new ByteArrayInputStream(CONTENT));
        var orphan = killed.receive(new ByteArrayInputStream(CONTENT));
        killed.keep(List.of(indexed, orphan));
        killed.receive(new ByteArrayInputStream(CONTENT));
        var storage = new LocalStorage(directory);

        // When
        var pending = storage.pendingSince(Instant.now().plusSeconds(60));
        storage.settle(pending.getFirst(), Set.of(indexed.key()));

        // Then
        assertThat(pending).hasSize(1);
        assertThat(pending.getFirst().kept()).containsExactlyInAnyOrder(indexed.key(), orphan.key());
        assertThat(files()).hasSize(1);
        assertThat(storage.pendingSince(Instant.MAX)).isEmpty();
    }

    @Test
    void shouldLeaveUploadsInProgressAlone() throws IOException {
        // Given
        var storage = new LocalStorage(directory);
        storage.begin().receive(new ByteArrayInputStream(CONTENT));

        // When
        var pending = storage.pendingSince(Instant.now().minusSeconds(60));

        // Then
        assertThat(pending).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
