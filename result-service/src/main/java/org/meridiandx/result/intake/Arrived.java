package org.meridiandx.result.intake;

import java.time.Instant;
import java.time.ZoneOffset;
import org.meridiandx.access.Caller;
import org.meridiandx.feeds.MessageColumns;
import org.meridiandx.feeds.RepeatKey;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.result.resources.Fingerprint;

/// A message as it came, whatever its form: how a repeat is known, how it is kept, who sent it.
///
/// @param by as whom the audit names the sender
@SuppressWarnings("ArrayRecordComponent")
record Arrived(Sender sender, RepeatKey key, MessageColumns columns, byte[] raw, Caller by) {
    static Arrived of(ReceivedMessage message, Caller by) {
        return new Arrived(
                Sender.of(message.header()), RepeatKey.of(message), MessageColumns.of(message), message.raw(), by);
    }

    /// A message of an EDIFACT interchange.
    ///
    /// @param number of the interchange and the message in it
    static Arrived of(Sender sender, String number, byte[] raw, Instant at, Caller by) {
        var cut = number.substring(0, Math.min(200, number.length()));
        return new Arrived(
                sender,
                new RepeatKey("edifact:" + sender.name(), cut + ":" + Fingerprint.of(raw)),
                new MessageColumns(sender.name(), "MEDRPT", cut, at.atOffset(ZoneOffset.UTC)),
                raw,
                by);
    }

    @Override
    public String toString() {
        return "Arrived[type=" + columns.type() + ", bytes=" + raw.length + "]";
    }
}
