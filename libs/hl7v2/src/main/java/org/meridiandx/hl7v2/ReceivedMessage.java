package org.meridiandx.hl7v2;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// One HL7 v2 message as it came in: its bytes, its text and its header. Reading never fails: what has no MSH is
/// still a `ReceivedMessage`, only not [#isReadable()]. Safe to pass between threads; prints no content.
public final class ReceivedMessage {

    private final byte[] raw;
    private final String text;
    private final boolean readable;
    private final MessageHeader header;
    private final MessageCharset charset;
    private final Peer peer;
    private final Instant receivedAt;

    private ReceivedMessage(byte[] raw, Peer peer, Instant receivedAt) {
        var decoded = TextDecoder.decode(raw);
        var parsed = HeaderParser.parse(decoded.text());
        this.raw = raw;
        this.text = decoded.text();
        this.charset = decoded.charset();
        this.readable = parsed.isPresent();
        this.header = parsed.orElse(MessageHeader.NONE);
        this.peer = peer;
        this.receivedAt = receivedAt;
    }

    /// Who stands at the other end of the connection.
    ///
    /// @param address `host:port`, or a name for what is not a socket (`http`, a file)
    /// @param certificateSubject the subject of the client certificate where TLS asked for one
    public record Peer(String address, Optional<String> certificateSubject) {
        /// A peer without a certificate.
        public static Peer named(String address) {
            return new Peer(address, Optional.empty());
        }
    }

    /// Reads a message without its frame. The array is kept, not copied: it must not change afterwards.
    public static ReceivedMessage of(byte[] raw, Peer peer, Instant receivedAt) {
        return new ReceivedMessage(raw, peer, receivedAt);
    }

    /// The bytes exactly as received, byte order mark included. Not a copy; do not change it.
    public byte[] raw() {
        return raw;
    }

    /// The text, without a byte order mark, segment ends as sent.
    public String text() {
        return text;
    }

    /// Whether it begins with MSH and a separator. Handlers of a listener see readable messages only.
    public boolean isReadable() {
        return readable;
    }

    /// MSH; all fields empty where the message is not readable.
    public MessageHeader header() {
        return header;
    }

    /// Which character set it was read with, and why.
    public MessageCharset charset() {
        return charset;
    }

    /// The other end of the connection.
    public Peer peer() {
        return peer;
    }

    /// When the last byte was there.
    public Instant receivedAt() {
        return receivedAt;
    }

    /// Size in bytes, without the frame.
    public int size() {
        return raw.length;
    }

    /// `facility/application` of the sender (MSH-4, MSH-3): control ids are unique within it.
    public String sender() {
        return header.sender();
    }

    /// SHA-256 of [#raw()], 64 lower-case hexadecimal digits: tells an exact resend from a reused control id.
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(raw));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /// The segments and fields. Cut anew at each call (one pass over the text); keep the result.
    public Hl7Message message() {
        return Hl7Message.parse(text, charset.charset());
    }

    /// Type, control id, sender and size; no content.
    @Override
    public String toString() {
        return "ReceivedMessage[type=" + Printable.of(header.type()) + ", controlId=" + Printable.of(header.controlId())
                + ", sender=" + Printable.of(sender()) + ", bytes=" + raw.length + "]";
    }
}
