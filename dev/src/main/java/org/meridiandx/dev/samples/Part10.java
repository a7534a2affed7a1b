package org.meridiandx.dev.samples;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Writes the elements of a DICOM Part 10 file in explicit VR little endian, in the order in which they are given.
///
/// Kept apart from the region's own DICOM code on purpose: what the region reads, something else has written.
///
/// **Source:** DICOM PS3.10 section 7.1, PS3.5 section 7.1.2.
final class Part10 {

    private static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
    private static final String IMPLEMENTATION = "2.25.214718336471629853341861472210457631902";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// An element of a text representation (not OB, OW, SQ, UN or UT).
    Part10 text(int tag, String vr, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return element(tag, vr, bytes, vr.equals("UI") ? (byte) 0 : (byte) ' ');
    }

    /// A decimal string.
    Part10 decimal(int tag, double value) {
        return text(tag, "DS", String.format(Locale.ROOT, "%.3f", value));
    }

    /// An unsigned or signed 16 bit number.
    Part10 number(int tag, String vr, int value) {
        return element(tag, vr, little(2).putShort((short) value).array(), (byte) 0);
    }

    /// Pixel data of 16 bits.
    Part10 pixels(short[] pixels) {
        var bytes = little(pixels.length * 2);
        bytes.asShortBuffer().put(pixels);
        head(0x7FE00010, "OW");
        out.writeBytes(little(6).putShort((short) 0).putInt(pixels.length * 2).array());
        out.writeBytes(bytes.array());
        return this;
    }

    /// Preamble, meta information and the elements given so far.
    byte[] file(String sopClass, String sopInstance) {
        var meta = new Part10();
        meta.head(0x00020001, "OB");
        meta.out.writeBytes(new byte[] {0, 0, 2, 0, 0, 0, 0, 1});
        meta.text(0x00020002, "UI", sopClass)
                .text(0x00020003, "UI", sopInstance)
                .text(0x00020010, "UI", EXPLICIT_LITTLE_ENDIAN)
                .text(0x00020012, "UI", IMPLEMENTATION);
        var length = new Part10();
        length.element(0x00020000, "UL", little(4).putInt(meta.out.size()).array(), (byte) 0);
        var file = new ByteArrayOutputStream();
        file.writeBytes(new byte[128]);
        file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(length.out.toByteArray());
        file.writeBytes(meta.out.toByteArray());
        file.writeBytes(out.toByteArray());
        return file.toByteArray();
    }

    private Part10 element(int tag, String vr, byte[] value, byte padding) {
        int even = value.length + value.length % 2;
        head(tag, vr);
        out.writeBytes(little(2).putShort((short) even).array());
        out.writeBytes(value);
        if (even > value.length) {
            out.write(padding);
        }
        return this;
    }

    private void head(int tag, String vr) {
        out.writeBytes(
                little(4).putShort((short) (tag >>> 16)).putShort((short) tag).array());
        out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
