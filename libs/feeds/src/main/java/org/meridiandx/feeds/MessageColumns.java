package org.meridiandx.feeds;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.meridiandx.hl7v2.ReceivedMessage;

/// What a kept message is found by, as columns. PostgreSQL takes no NUL in text, and no text here is
/// longer than 200 characters; the raw bytes beside them have all of it.
///
/// @param sender `facility/application`
/// @param type such as `ORU^R01`
/// @param controlId MSH-10
/// @param receivedAt in UTC
public record MessageColumns(String sender, String type, String controlId, OffsetDateTime receivedAt) {
    private static final int LONGEST_TEXT = 200;

    public static MessageColumns of(ReceivedMessage message) {
        var header = message.header();
        return new MessageColumns(
                text(message.sender()),
                text(header.type()),
                text(header.controlId()),
                message.receivedAt().atOffset(ZoneOffset.UTC));
    }

    static String text(String value) {
        var clean = value.replace("\0", "");
        return clean.length() > LONGEST_TEXT ? clean.substring(0, LONGEST_TEXT) : clean;
    }
}
