package org.meridiandx.identity.adt;

import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.identity.adt.rules.TriggerRule;

/// A message that can be worked on.
///
/// @param id of the row in `received_message`
/// @param said the patient as the message alone tells it; empty for messages about nobody
record AdtMessage(
        UUID id,
        ReceivedMessage received,
        Hl7Message content,
        Sender sender,
        TriggerRule.Effect effect,
        Optional<Patient> said) {

    @Override
    public String toString() {
        return "AdtMessage[" + id + "]";
    }
}
