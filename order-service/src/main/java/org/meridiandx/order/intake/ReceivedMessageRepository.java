package org.meridiandx.order.intake;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.meridiandx.feeds.MessageColumns;
import org.meridiandx.feeds.Sender;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.hl7v2.ReceivedMessage;

/// Keeps each message as it came. Plain SQL: rows are written once and never loaded as objects.
@ApplicationScoped
class ReceivedMessageRepository {
    // Who tells is said in the same statement: a partner is not told what it has said itself (V14_1).
    private static final String INSERT = """
            insert into received_message (id, sender, type, control_id, received_at, raw, outcome)
            select ?1, ?2, ?3, ?4, cast(?5 as timestamptz), cast(?6 as bytea), ?7
            from set_config('meridian.told_by', ?8, true)""";

    /// @param outcome `AA`, `AE` or `AR`
    Uni<Void> add(Mutiny.Session session, String id, ReceivedMessage message, String outcome) {
        var columns = MessageColumns.of(message);
        return session.createNativeQuery(INSERT)
                .setParameter(1, id)
                .setParameter(2, columns.sender())
                .setParameter(3, columns.type())
                .setParameter(4, columns.controlId())
                .setParameter(5, columns.receivedAt())
                .setParameter(6, message.raw())
                .setParameter(7, outcome)
                .setParameter(
                        8,
                        Sender.of(message.header())
                                .odsCode()
                                .map(OdsCode::value)
                                .orElse(""))
                .executeUpdate()
                .replaceWithVoid();
    }
}
