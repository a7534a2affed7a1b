package org.meridiandx.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutboxTest {
    @Test
    void shouldWriteSeveralMessagesWithOneStatement() {
        assertThat(Outbox.insertOf(2))
                .isEqualTo("insert into outbox (id, topic, key, payload) values (?1, ?2, ?3, ?4), (?5, ?6, ?7, ?8)");
    }
}
