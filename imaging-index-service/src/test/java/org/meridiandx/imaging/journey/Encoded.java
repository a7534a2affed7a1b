package org.meridiandx.imaging.journey;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.meridiandx.imaging.dicom.DicomDatasetBuilder;

/// Files in encodings that the service itself never writes, byte by byte.
final class Encoded {
    private static final int META_START = 132;
    private static final int GROUP_LENGTH_BYTES = 12;
    private static final int NATIVE_PIXELS_BYTES = 12 + 8;

    private Encoded() {}

    /// An image whose pixel data is a list of compressed fragments.
    static byte[] inFragments(String syntax, DicomDatasetBuilder image, byte[]... fragments) {
        var dataset = datasetOf(image);
        var out = new ByteArrayOutputStream();
        out.writeBytes(Arrays.copyOf(dataset, dataset.length - NATIVE_PIXELS_BYTES));
        out.writeBytes(new byte[] {(byte) 0xE0, 0x7F, 0x10, 0, 'O', 'B', 0, 0, -1, -1, -1, -1});
        delimiter(out, 0xE000, 0); // the offset table, empty
        for (var fragment : fragments) {
            delimiter(out, 0xE000, fragment.length);
            out.writeBytes(fragment);
        }
        delimiter(out, 0xE0DD, 0);
        return file(syntax, out.toByteArray());
    }

    static byte[] deflated(DicomDatasetBuilder image) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(datasetOf(image));
        deflater.finish();
        var out = new ByteArrayOutputStream();
        var buffer = new byte[4096];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        if (out.size() % 2 != 0) {
            out.write(0);
        }
        return file("1.2.840.10008.1.2.1.99", out.toByteArray());
    }

    /// A Part 10 file in explicit little endian with bytes of its own at the end of the data set.
    static byte[] withTail(DicomDatasetBuilder image, byte[] tail) {
        var dataset = datasetOf(image);
        var out = new ByteArrayOutputStream();
        out.writeBytes(Arrays.copyOf(dataset, dataset.length - NATIVE_PIXELS_BYTES));
        out.writeBytes(tail);
        return file("1.2.840.10008.1.2.1", out.toByteArray());
    }

    private static byte[] datasetOf(DicomDatasetBuilder image) {
        var file = Images.file(image);
        var length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(META_START + 8);
        return Arrays.copyOfRange(file, META_START + GROUP_LENGTH_BYTES + length, file.length);
    }

    private static byte[] file(String syntax, byte[] dataset) {
        var uid = (syntax.length() % 2 == 0 ? syntax : syntax + "\0").getBytes(StandardCharsets.US_ASCII);
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[128]);
        out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(ByteBuffer.allocate(GROUP_LENGTH_BYTES + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {2, 0, 0, 0, 'U', 'L', 4, 0})
                .putInt(8 + uid.length)
                .put(new byte[] {2, 0, 0x10, 0, 'U', 'I'})
                .putShort((short) uid.length)
                .array());
        out.writeBytes(uid);
        out.writeBytes(dataset);
        return out.toByteArray();
    }

    private static void delimiter(ByteArrayOutputStream out, int element, int length) {
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0xFFFE)
                .putShort((short) element)
                .putInt(length)
                .array());
    }
}
