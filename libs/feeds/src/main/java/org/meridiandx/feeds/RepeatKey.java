package org.meridiandx.feeds;

import org.meridiandx.hl7v2.ReceivedMessage;

/// What a repeat of a message is known by.
///
/// The same bytes under the same control id from the same sender are one message, whose second
/// arrival has no second effect; a control id that is used again with other bytes is a new message.
///
/// @param source the sender
/// @param id control id (MSH-10) and digest of the bytes
public record RepeatKey(String source, String id) {

    public static RepeatKey of(ReceivedMessage message) {
        var header = message.header();
        return new RepeatKey(
                "mllp:" + Sender.of(header).name(), header.controlId().replace("\0", "") + ":" + message.sha256());
    }
}
