package org.meridiandx.outbox.deadletters;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.meridiandx.contracts.events.v1.Event;

/// One message that a listener refused, as a person may see it: where it came from and why, never what is in it.
///
/// @param id place on the dead-letter topic, as `0-42`
/// @param at when it became a dead letter
/// @param topic where it came from; empty when whoever refused it did not say, then it cannot be sent again
/// @param cause class of the failure; empty when whoever refused it did not say
/// @param eventId id of the event; empty when the message is no event
/// @param isReplayed whether it has been sent again
public record DeadLetter(
        String id, Instant at, Optional<String> topic, String cause, Optional<String> eventId, boolean isReplayed) {
    /// Headers that SmallRye's dead-letter queue adds.
    static final String ADDED = "dead-letter-";

    private static final String TOPIC = ADDED + "topic";
    private static final String CAUSE = ADDED + "cause-class-name";
    private static final String FAILURE = ADDED + "exception-class-name";

    static DeadLetter of(ConsumerRecord<byte[], byte[]> message, boolean isReplayed) {
        return new DeadLetter(
                idOf(message),
                Instant.ofEpochMilli(message.timestamp()),
                header(message, TOPIC),
                header(message, CAUSE).or(() -> header(message, FAILURE)).orElse(""),
                eventId(message.value()),
                isReplayed);
    }

    static String idOf(ConsumerRecord<byte[], byte[]> message) {
        return message.partition() + "-" + message.offset();
    }

    static Optional<String> header(ConsumerRecord<byte[], byte[]> message, String name) {
        return Optional.ofNullable(message.headers().lastHeader(name))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }

    private static Optional<String> eventId(byte @Nullable [] payload) {
        if (payload == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Event.parseFrom(payload).getId()).filter(id -> !id.isEmpty());
        } catch (InvalidProtocolBufferException noEvent) {
            return Optional.empty();
        }
    }
}
