package org.meridiandx.order.intake;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.hibernate.reactive.mutiny.Mutiny;
import org.meridiandx.directory.PatientAnswer;
import org.meridiandx.feeds.RepeatKey;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.order.records.OrderIds;
import org.meridiandx.outbox.Inbox;

/// Carries out a message in one transaction: every order group, the raw bytes, and what the next
/// repeat is known by.
@Singleton
class IntakeService {
    private final CommandHandler commands;
    private final ReceivedMessageRepository messages;
    private final Inbox inbox;
    private final OrderIds ids;

    IntakeService(CommandHandler commands, ReceivedMessageRepository messages, Inbox inbox, OrderIds ids) {
        this.commands = commands;
        this.messages = messages;
        this.inbox = inbox;
        this.ids = ids;
    }

    /// Takes a message that was read without fault.
    ///
    /// The same bytes under the same control id have no second effect and get the same answer, be it
    /// a refusal; the same control id with other bytes is another message.
    ///
    /// @param lookup the patient, or why none is known
    /// @return what is to be answered; fails with [RefusedMessageException] when an order group
    /// cannot be done
    @WithTransaction
    Uni<IntakeAnswer> take(ReceivedMessage received, OrderMessage message, PatientFinding lookup) {
        var messageId = ids.next();
        var key = RepeatKey.of(received);
        return Panache.getSession()
                .chain(session -> isFirst(session, key, message)
                        .chain(isFirst -> isFirst
                                ? Uni.combine()
                                        .all()
                                        .unis(
                                                messages.add(session, messageId, received, "AA"),
                                                apply(message, new Arrival(messageId, message, lookup)))
                                        .with((kept, answer) -> answer)
                                        .call(answer -> remember(session, key, answer))
                                : answered(session, key)));
    }

    /// Whether the message is here for the first time; its orders are reserved with the same round trip.
    private Uni<Boolean> isFirst(Mutiny.Session session, RepeatKey key, OrderMessage message) {
        return Uni.combine()
                .all()
                .unis(inbox.accept(session, key.source(), key.id()), commands.reserve(message.commands()))
                .with((isFirst, reserved) -> isFirst);
    }

    private Uni<IntakeAnswer> apply(OrderMessage message, Arrival arrival) {
        return Multi.createFrom()
                .iterable(message.commands())
                .onItem()
                .transformToUniAndConcatenate(command -> commands.apply(command, arrival))
                .collect()
                .asList()
                .map(IntakeAnswer::of);
    }

    /// What was answered the first time.
    private Uni<IntakeAnswer> answered(Mutiny.Session session, RepeatKey key) {
        return inbox.answerTo(session, key.source(), key.id()).map(IntakeAnswer::of);
    }

    private Uni<Void> remember(Mutiny.Session session, RepeatKey key, IntakeAnswer answer) {
        return answer.isPlain()
                ? Uni.createFrom().voidItem()
                : inbox.remember(session, key.source(), key.id(), answer.toJson());
    }

    /// Keeps a refused message with what it is answered; nothing else of it stays.
    ///
    /// @return the answer, or what the same message was answered before
    @WithTransaction
    Uni<IntakeAnswer> keepRefused(ReceivedMessage received, IntakeAnswer answer) {
        var key = RepeatKey.of(received);
        return Panache.getSession()
                .chain(session -> inbox.accept(session, key.source(), key.id())
                        .chain(isFirst -> isFirst
                                ? messages.add(
                                                session,
                                                ids.next(),
                                                received,
                                                answer.verdict().name())
                                        .chain(() -> remember(session, key, answer))
                                        .replaceWith(answer)
                                : answered(session, key)));
    }

    /// What was found out about the patient before the transaction.
    ///
    /// @param reason why the order waits; empty when the patient is known
    record PatientFinding(PatientAnswer lookup, String reason) {}

    /// A message on its way in.
    record Arrival(String messageId, OrderMessage message, PatientFinding finding) {}
}
