package org.meridiandx.imaging.dicom.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomElement;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomValue;
import org.meridiandx.imaging.dicom.DicomVr;

/// Writes small Part 10 files in explicit VR little endian: samples, test data, and answers.
///
/// **Source**: DICOM PS3.10 section 7.1, PS3.5 section 7.
public final class DicomWriter {
    private static final String IMPLEMENTATION_CLASS_UID = "2.25.305805629053489367166103963860280924665";
    private static final String IMPLEMENTATION_VERSION = "MERIDIAN_1";
    private static final int MAX_SHORT_LENGTH = 0xFFFE;
    private static final int UNDEFINED = 0xFFFFFFFF;

    private DicomWriter() {}

    /// A data set as a file in memory.
    ///
    /// @throws IllegalArgumentException if the data set lacks SOP class or instance UID, or holds a
    ///     value that is not in memory
    public static byte[] write(DicomDataset dataset) {
        var out = new ByteArrayOutputStream(64 * 1024);
        try {
            write(dataset, out);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail to write", e);
        }
        return out.toByteArray();
    }

    /// Writes a data set as a file; the stream stays open.
    ///
    /// @throws IllegalArgumentException as the other `write`
    public static void write(DicomDataset dataset, OutputStream out) throws IOException {
        out.write(new byte[128]);
        out.write(new byte[] {'D', 'I', 'C', 'M'});
        var meta = new ByteArrayOutputStream();
        elements(meta(dataset), meta);
        elements(
                DicomDataset.builder()
                        .integers(new DicomTag(0x00020000), meta.size())
                        .buildItem(),
                out);
        meta.writeTo(out);
        elements(dataset, out);
    }

    private static DicomDataset meta(DicomDataset dataset) {
        return DicomDataset.builder()
                .bytes(new DicomTag(0x00020001), DicomVr.OB, new byte[] {0, 1})
                .text(DicomTag.MEDIA_STORAGE_SOP_CLASS_UID, required(dataset, DicomTag.SOP_CLASS_UID))
                .text(DicomTag.MEDIA_STORAGE_SOP_INSTANCE_UID, required(dataset, DicomTag.SOP_INSTANCE_UID))
                .text(DicomTag.TRANSFER_SYNTAX_UID, TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid())
                .text(new DicomTag(0x00020012), IMPLEMENTATION_CLASS_UID)
                .text(new DicomTag(0x00020013), IMPLEMENTATION_VERSION)
                .buildItem();
    }

    private static String required(DicomDataset dataset, DicomTag tag) {
        Optional<String> value = dataset.string(tag);
        return value.orElseThrow(() -> new IllegalArgumentException("the data set lacks " + tag));
    }

    private static void elements(DicomDataset dataset, OutputStream out) throws IOException {
        for (DicomElement element : dataset.elements()) {
            switch (element.value()) {
                case DicomValue.Bytes(byte[] data) -> value(element, data, out);
                case DicomValue.Items(var items) -> {
                    header(element, UNDEFINED, out);
                    for (DicomDataset item : items) {
                        delimiter(0xE000, UNDEFINED, out);
                        elements(item, out);
                        delimiter(0xE00D, 0, out);
                    }
                    delimiter(0xE0DD, 0, out);
                }
                case DicomValue.Deferred deferred -> throw notInMemory(element);
                case DicomValue.Fragments fragments -> throw notInMemory(element);
            }
        }
    }

    private static IllegalArgumentException notInMemory(DicomElement element) {
        return new IllegalArgumentException("the value of " + element.tag() + " is not in memory");
    }

    private static void value(DicomElement element, byte[] data, OutputStream out) throws IOException {
        boolean odd = data.length % 2 != 0;
        header(element, data.length + (odd ? 1 : 0), out);
        out.write(data);
        if (odd) {
            out.write(element.vr().padding());
        }
    }

    private static void header(DicomElement element, int length, OutputStream out) throws IOException {
        DicomVr vr = element.vr();
        if (!vr.hasWideLength() && length > MAX_SHORT_LENGTH) {
            throw new IllegalArgumentException("the value of " + element.tag() + " is too long for " + vr);
        }
        number(element.tag().group(), 2, out);
        number(element.tag().element(), 2, out);
        out.write(vr.name().charAt(0));
        out.write(vr.name().charAt(1));
        if (vr.hasWideLength()) {
            number(0, 2, out);
            number(length, 4, out);
        } else {
            number(length, 2, out);
        }
    }

    private static void delimiter(int elementNumber, int length, OutputStream out) throws IOException {
        number(0xFFFE, 2, out);
        number(elementNumber, 2, out);
        number(length, 4, out);
    }

    private static void number(int value, int bytes, OutputStream out) throws IOException {
        for (int i = 0; i < bytes; i++) {
            out.write(value >>> 8 * i);
        }
    }
}
