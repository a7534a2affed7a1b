package org.meridiandx.outbox;

import com.google.protobuf.Timestamp;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.telemetry.CorrelationIds;

/// Puts the envelope round a fact: id, time, region, source, patient, correlation id, and the topic it goes to.
@Singleton
public class RegionEvents {
    private final String region;
    private final String source;
    private final Clock clock = Clock.systemUTC();

    RegionEvents(
            @ConfigProperty(name = "meridian.region") String region,
            @ConfigProperty(name = "quarkus.application.name") String source) {
        this.region = region;
        this.source = source;
    }

    /// The message that tells a fact about one patient.
    ///
    /// @param topic short name: `orders`, `results`, `imaging`, `identity`, `audit` or `pointers`
    /// @param patientId Patient.id, empty where no patient is known; it is the record key, and so keeps the order
    /// @param fact an event with its fact set; the envelope fields are filled in here
    public OutboundMessage message(String topic, String patientId, Event.Builder fact) {
        var id = TimeOrderedIds.next();
        var event = fact.setId(id.toString())
                .setOccurredAt(timestampOf(clock.instant()))
                .setRegion(region)
                .setSource(source)
                .setPatientId(patientId)
                .setCorrelationId(CorrelationIds.current())
                .build();
        return new OutboundMessage(
                id, topicName(topic), patientId.isEmpty() ? id.toString() : patientId, event.toByteArray());
    }

    /// The full Kafka name of a topic of this region.
    public String topicName(String topic) {
        return region + "." + topic + ".v1";
    }

    /// The name of this region, for example `north`.
    public String region() {
        return region;
    }

    public static Timestamp timestampOf(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    public static Instant instantOf(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
