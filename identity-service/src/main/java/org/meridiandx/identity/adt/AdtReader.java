package org.meridiandx.identity.adt;

import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.AckProblem.Location;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.identity.adt.rules.TriggerRule;

/// Reads what came in, or says why it cannot be worked on.
final class AdtReader {
    private AdtReader() {}

    sealed interface Reading {
        record Readable(AdtMessage message) implements Reading {}

        /// @param reason a slug, for the kept row and for metrics
        record Refused(Acknowledgement answer, String reason) implements Reading {}
    }

    static Reading read(ReceivedMessage received) {
        var header = received.header();
        if (!header.messageCode().equals("ADT")) {
            return new Reading.Refused(
                    Acknowledgement.reject(AckProblem.error(
                            Location.of("MSH", 9),
                            Hl7Error.UNSUPPORTED_MESSAGE_TYPE,
                            "This listener takes ADT messages. Orders and results have listeners of their own.")),
                    "unsupported-type");
        }
        if (!header.version().isEmpty() && !header.version().startsWith("2")) {
            return new Reading.Refused(
                    Acknowledgement.reject(AckProblem.error(
                            Location.of("MSH", 12), Hl7Error.UNSUPPORTED_VERSION, "Send HL7 v2.1 to v2.9.")),
                    "unsupported-version");
        }
        var content = received.message();
        var trigger = header.triggerEvent().isEmpty() ? content.value("EVN", 1).orElse("") : header.triggerEvent();
        var effect = TriggerRule.effectOf(trigger);
        return switch (effect) {
            case REFUSE ->
                new Reading.Refused(
                        Acknowledgement.reject(AckProblem.error(
                                Location.of("MSH", 9),
                                Hl7Error.UNSUPPORTED_EVENT_CODE,
                                "This trigger event is not taken here. Queries are asked by FHIR search on Patient.")),
                        "unsupported-event");
            case KEEP -> new Reading.Readable(messageOf(received, content, effect, Optional.empty()));
            case REGISTER, NOTE, MERGE, RENUMBER, LINK, UNLINK, REVIEW -> readPatient(received, content, effect);
        };
    }

    private static Reading readPatient(ReceivedMessage received, Hl7Message content, TriggerRule.Effect effect) {
        var pid = content.first("PID");
        if (pid.isEmpty()) {
            return refused(Location.of("PID", 0), Hl7Error.SEGMENT_SEQUENCE, "There is no PID segment.", "no-pid");
        }
        var said = new Patient();
        new PidMapper(Sender.of(received.header())).apply(said, content);
        var missing = missingIn(content, effect);
        if (missing.isPresent()) {
            return missing.get();
        }
        var isNamed = said.getNameFirstRep().hasFamily() && said.hasBirthDate();
        if (!said.hasIdentifier() && !isNamed) {
            return refused(
                    pid.get().at(3),
                    Hl7Error.REQUIRED_FIELD_MISSING,
                    "PID-3 holds no identifier, and PID-5 and PID-7 do not hold a family name and birth date instead.",
                    "no-identity");
        }
        return new Reading.Readable(messageOf(received, content, effect, Optional.of(said)));
    }

    /// A merge without MRG and a link without a second PID say too little to be of any use.
    private static Optional<Reading> missingIn(Hl7Message content, TriggerRule.Effect effect) {
        return switch (effect) {
            case MERGE, RENUMBER ->
                content.first("MRG").isPresent()
                        ? Optional.empty()
                        : Optional.of(refused(
                                Location.of("MRG", 0),
                                Hl7Error.SEGMENT_SEQUENCE,
                                "There is no MRG segment.",
                                "no-mrg"));
            case LINK, UNLINK ->
                content.segments("PID").size() > 1
                        ? Optional.empty()
                        : Optional.of(refused(
                                Location.of("PID", 0),
                                Hl7Error.SEGMENT_SEQUENCE,
                                "There is no second PID segment.",
                                "no-second-pid"));
            case REGISTER, NOTE, REVIEW, KEEP, REFUSE -> Optional.empty();
        };
    }

    private static AdtMessage messageOf(
            ReceivedMessage received, Hl7Message content, TriggerRule.Effect effect, Optional<Patient> said) {
        return new AdtMessage(UUID.randomUUID(), received, content, Sender.of(received.header()), effect, said);
    }

    private static Reading refused(Location location, Hl7Error error, String text, String reason) {
        return new Reading.Refused(Acknowledgement.error(AckProblem.error(location, error, text)), reason);
    }
}
