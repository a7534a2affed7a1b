package org.meridiandx.imaging.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/// Builds a data set from values, each encoded as the dictionary says for its tag. Text is UTF-8.
///
/// A second value for a tag replaces the first. Numbers of representation DS and IS are given as text.
public final class DicomDatasetBuilder {
    private final TreeMap<DicomTag, DicomElement> elements = new TreeMap<>();

    DicomDatasetBuilder() {}

    /// Any element.
    public DicomDatasetBuilder add(DicomElement element) {
        elements.put(element.tag(), element);
        return this;
    }

    /// An element without a value.
    public DicomDatasetBuilder empty(DicomTag tag) {
        DicomVr vr = tag.dictionaryVr();
        return add(
                new DicomElement(tag, vr, vr == DicomVr.SQ ? new DicomValue.Items(List.of()) : DicomValue.Bytes.EMPTY));
    }

    /// Text values.
    ///
    /// @throws IllegalArgumentException if the dictionary does not know the tag as text
    public DicomDatasetBuilder text(DicomTag tag, String... values) {
        DicomVr vr = tag.dictionaryVr();
        if (!vr.isText()) {
            throw new IllegalArgumentException(tag + " is " + vr + ", not text");
        }
        byte[] encoded = String.join("\\", values).getBytes(StandardCharsets.UTF_8);
        return bytes(tag, vr, encoded);
    }

    public DicomDatasetBuilder uid(DicomTag tag, DicomUid uid) {
        return text(tag, uid.value());
    }

    /// Integers of the representations US, SS, UL, SL, SV or UV.
    ///
    /// @throws IllegalArgumentException if the dictionary does not know the tag as one of these
    public DicomDatasetBuilder integers(DicomTag tag, long... values) {
        DicomVr vr = tag.dictionaryVr();
        if (vr.kind() != DicomVr.Kind.NUMBER || vr == DicomVr.FL || vr == DicomVr.FD) {
            throw new IllegalArgumentException(tag + " is " + vr + ", not an integer");
        }
        ByteBuffer out = ByteBuffer.allocate(values.length * vr.unitBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            switch (vr.unitBytes()) {
                case 2 -> out.putShort((short) value);
                case 4 -> out.putInt((int) value);
                default -> out.putLong(value);
            }
        }
        return bytes(tag, vr, out.array());
    }

    /// Floating-point numbers of the representations FL or FD.
    ///
    /// @throws IllegalArgumentException if the dictionary does not know the tag as one of these
    public DicomDatasetBuilder doubles(DicomTag tag, double... values) {
        DicomVr vr = tag.dictionaryVr();
        if (vr != DicomVr.FL && vr != DicomVr.FD) {
            throw new IllegalArgumentException(tag + " is " + vr + ", not FL or FD");
        }
        ByteBuffer out = ByteBuffer.allocate(values.length * vr.unitBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            if (vr == DicomVr.FL) {
                out.putFloat((float) value);
            } else {
                out.putDouble(value);
            }
        }
        return bytes(tag, vr, out.array());
    }

    /// A value as bytes in little endian order; it is padded to an even length.
    public DicomDatasetBuilder bytes(DicomTag tag, DicomVr vr, byte[] value) {
        if (value.length % 2 == 0) {
            return add(new DicomElement(tag, vr, new DicomValue.Bytes(value.clone())));
        }
        var padded = new ByteArrayOutputStream(value.length + 1);
        padded.writeBytes(value);
        padded.write(vr.padding());
        return add(new DicomElement(tag, vr, new DicomValue.Bytes(padded.toByteArray())));
    }

    /// A sequence.
    public DicomDatasetBuilder items(DicomTag tag, List<DicomDataset> items) {
        return add(new DicomElement(tag, DicomVr.SQ, new DicomValue.Items(items)));
    }

    /// The native pixel data of an image with 16 bits allocated, row by row.
    public DicomDatasetBuilder pixels(short[] pixels) {
        ByteBuffer out = ByteBuffer.allocate(pixels.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        out.asShortBuffer().put(pixels);
        return add(new DicomElement(DicomTag.PIXEL_DATA, DicomVr.OW, new DicomValue.Bytes(out.array())));
    }

    public DicomDataset build() {
        text(DicomTag.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
        var builder = new DicomDataset.Collector(DicomCharacterSet.UTF_8);
        elements.values().forEach(builder::add);
        return builder.build();
    }

    /// Builds an item of a sequence: it inherits the character set, and need not name it.
    public DicomDataset buildItem() {
        var builder = new DicomDataset.Collector(DicomCharacterSet.UTF_8);
        elements.values().forEach(builder::add);
        return builder.build();
    }
}
