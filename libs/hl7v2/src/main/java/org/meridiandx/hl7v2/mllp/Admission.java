package org.meridiandx.hl7v2.mllp;

import java.util.Optional;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.AckProblem.Location;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.hl7v2.ReceivedMessage;

/// What a listener refuses by itself: frames that no handler could make sense of.
final class Admission {

    private Admission() {}

    static Optional<Acknowledgement> refusal(ReceivedMessage message) {
        if (!message.isReadable()) {
            return Optional.of(unreadable(message));
        }
        if (holdsSeveral(message)) {
            return Optional.of(refuse(
                    Location.MESSAGE,
                    Hl7Error.SEGMENT_SEQUENCE,
                    "The frame holds more than one MSH. Send each message in a frame of its own."));
        }
        if (message.header().controlId().isEmpty()) {
            return Optional.of(missing(10, "MSH-10 (message control id) is empty. Send a unique one."));
        }
        if (message.header().messageCode().isEmpty()) {
            return Optional.of(missing(9, "MSH-9 (message type) is empty."));
        }
        return Optional.empty();
    }

    static Acknowledgement tooLarge(int maxMessageBytes) {
        return refuse(
                Location.MESSAGE,
                Hl7Error.VALUE_TOO_LONG,
                "The message is larger than " + maxMessageBytes + " bytes. The connection is closed.");
    }

    static Acknowledgement unstarted() {
        return refuse(
                Location.MESSAGE,
                Hl7Error.SEGMENT_SEQUENCE,
                "There is no start block. Begin each message with the byte 0x0B.");
    }

    private static Acknowledgement unreadable(ReceivedMessage message) {
        var text = message.text().stripLeading();
        if (text.isEmpty()) {
            return refuse(Location.MESSAGE, Hl7Error.SEGMENT_SEQUENCE, "The frame is empty.");
        }
        return refuse(
                Location.of("MSH", 0),
                Hl7Error.SEGMENT_SEQUENCE,
                "The message does not begin with MSH and a field separator.");
    }

    /// Whether the frame begins as a file or a batch does.
    static boolean isBatch(ReceivedMessage message) {
        var text = message.isReadable() ? "" : message.text().stripLeading();
        return text.startsWith("FHS") || text.startsWith("BHS");
    }

    /// For a batch that the handler does not take.
    static Acknowledgement noBatch() {
        return refuse(
                Location.MESSAGE,
                Hl7Error.UNSUPPORTED_MESSAGE_TYPE,
                "Batches are not accepted here. Send each message in a frame of its own.");
    }

    private static boolean holdsSeveral(ReceivedMessage message) {
        var next = "MSH" + message.header().fieldSeparator();
        boolean suspect = message.text().contains("\r" + next) || message.text().contains("\n" + next);
        return suspect && message.message().segments("MSH").size() > 1;
    }

    private static Acknowledgement missing(int field, String text) {
        return Acknowledgement.error(
                AckProblem.error(Location.of("MSH", field), Hl7Error.REQUIRED_FIELD_MISSING, text));
    }

    private static Acknowledgement refuse(Location location, Hl7Error error, String text) {
        return Acknowledgement.reject(AckProblem.error(location, error, text));
    }
}
