package org.meridiandx.testkit.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.meridiandx.contracts.events.v1.Event;

/// Events as the services send and read them.
public final class Events {

    private Events() {}

    /// Sends what concerns a patient, under a new id and of now, as the service does that the topic belongs to.
    ///
    /// @param topic of this region, as `topics.identity()`
    /// @param fact the event without id and patient
    public static void tell(KafkaProbe kafka, String topic, String patientId, Event.Builder fact) {
        var now = Instant.now();
        var event = fact.setId(UUID.randomUUID().toString())
                .setOccurredAt(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .setPatientId(patientId)
                .build();
        kafka.send(topic, patientId, event.toByteArray());
    }

    /// @throws AssertionError where the bytes are no event
    public static Event read(byte[] value) {
        try {
            return Event.parseFrom(value);
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError("Not an event", broken);
        }
    }
}
