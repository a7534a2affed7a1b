package org.meridiandx.hl7v2;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Messages for tests, all made up.
public final class Sample {

    public static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private Sample() {}

    /// A small result with the given MSH-10 and MSH-12.
    public static String oru(String controlId, String version) {
        return "MSH|^~\\&|LIMS|RX902|MERIDIAN|NORTH|20260102030405||ORU^R01^ORU_R01|" + controlId + "|P|" + version
                + "\r"
                + "PID|1||9990000018^^^NHS^NH||Sample^Alex||19700101|F\r"
                + "OBR|1|P1|F1|FBC^Full blood count\r"
                + "OBX|1|NM|HB^Haemoglobin||141|g/L|130-170|N|||F\r";
    }

    public static ReceivedMessage received(String text) {
        return received(text, StandardCharsets.UTF_8);
    }

    public static ReceivedMessage received(String text, Charset charset) {
        return received(text.getBytes(charset));
    }

    public static ReceivedMessage received(byte[] raw) {
        return ReceivedMessage.of(raw, ReceivedMessage.Peer.named("test"), AT);
    }
}
