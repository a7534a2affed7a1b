package org.meridiandx.order.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import org.hibernate.reactive.mutiny.Mutiny;
import org.meridiandx.feeds.MessageColumns;
import org.meridiandx.feeds.Sender;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.outbox.PlainStatements;

/// Keeps each message as it came. Plain SQL: rows are written once and never loaded as objects.
@Singleton
class ReceivedMessageRepository {
    // Who tells is said in the same statement: a partner is not told what it has said itself (V14_1).
    private static final String INSERT = """
            insert into received_message (id, sender, type, control_id, received_at, raw, outcome)
            select $1, $2, $3, $4, $5, $6, $7 from set_config('meridian.told_by', $8, true)""";

    /// @param outcome `AA`, `AE` or `AR`
    Uni<Void> add(Mutiny.Session session, String id, ReceivedMessage message, String outcome) {
        var columns = MessageColumns.of(message);
        return PlainStatements.of(session)
                .update(
                        INSERT,
                        id,
                        columns.sender(),
                        columns.type(),
                        columns.controlId(),
                        columns.receivedAt(),
                        Buffer.buffer(message.raw()),
                        outcome,
                        Sender.of(message.header())
                                .odsCode()
                                .map(OdsCode::value)
                                .orElse(""))
                .replaceWithVoid();
    }
}
