package org.meridiandx.identity.adt;

import java.time.Instant;
import java.util.Optional;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.hl7v2.ReceivedMessage;

/// The patient as a kept message alone tells it.
public final class SaidPatient {
    private SaidPatient() {}

    /// @param raw the message's bytes
    /// @return empty where it is about nobody, or cannot be read any more
    public static Optional<Patient> in(byte[] raw, Instant receivedAt) {
        return switch (AdtReader.read(ReceivedMessage.of(raw, ReceivedMessage.Peer.named("kept"), receivedAt))) {
            case AdtReader.Reading.Readable(AdtMessage message) -> message.said();
            case AdtReader.Reading.Refused refused -> Optional.empty();
        };
    }
}
