package org.meridiandx.dev.partner;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// DICOM files as the body of a STOW-RS request.
///
/// @param contentType of the whole body, with its boundary
/// @param body the parts; not copied
///
/// **Source:** DICOM PS3.18 section 8.6.1.2.
@SuppressWarnings("ArrayRecordComponent")
public record DicomParts(String contentType, byte[] body) {

    /// Puts files into one body.
    ///
    /// @param boundary what stands between the parts and in none of them
    public static DicomParts of(List<byte[]> files, String boundary) {
        var out = new ByteArrayOutputStream();
        for (byte[] file : files) {
            out.writeBytes(("--" + boundary + "\r\nContent-Type: application/dicom\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(file);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return new DicomParts("multipart/related; type=\"application/dicom\"; boundary=" + boundary, out.toByteArray());
    }

    /// Equal when type and bytes are.
    @Override
    public boolean equals(Object other) {
        return other instanceof DicomParts parts
                && contentType.equals(parts.contentType)
                && Arrays.equals(body, parts.body);
    }

    @Override
    public int hashCode() {
        return 31 * contentType.hashCode() + Arrays.hashCode(body);
    }

    @Override
    public String toString() {
        return "DicomParts[bytes=" + body.length + "]";
    }
}
