package org.meridiandx.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutboxTest {
    @Test
    void shouldWriteSeveralMessagesWithOneStatement() {
        // Given
        var first = new OutboundMessage(UUID.randomUUID(), "orders", "patient-1", new byte[] {1});
        var second = new OutboundMessage(UUID.randomUUID(), "audit", "patient-2", new byte[] {2});

        // When
        var columns = Outbox.columnsOf(List.of(first, second));

        // Then one array for each column of one insert
        assertThat(columns)
                .containsExactly(
                        new UUID[] {first.id(), second.id()},
                        new String[] {"orders", "audit"},
                        new String[] {"patient-1", "patient-2"},
                        new Buffer[] {Buffer.buffer(first.payload()), Buffer.buffer(second.payload())});
    }
}
