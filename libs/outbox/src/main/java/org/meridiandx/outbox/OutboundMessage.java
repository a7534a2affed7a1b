package org.meridiandx.outbox;

import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

/// A message to be published.
///
/// @param id unique for ever; consumers know a repeat by it
/// @param topic full Kafka topic name, region included
/// @param key record key; messages of one key keep their order (the patient id, as a rule)
/// @param payload an encoded `org.meridiandx.contracts.events.v1.Event`; not copied, so not to be changed afterwards
public record OutboundMessage(UUID id, String topic, String key, byte[] payload) {

    @Override
    public boolean equals(Object other) {
        return other instanceof OutboundMessage that
                && id.equals(that.id)
                && topic.equals(that.topic)
                && key.equals(that.key)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, topic, key);
    }

    @Override
    public String toString() {
        return "OutboundMessage[id=" + id + ", topic=" + topic + ", bytes=" + payload.length + "]";
    }
}
