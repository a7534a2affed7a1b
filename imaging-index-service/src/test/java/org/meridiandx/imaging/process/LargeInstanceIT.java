package org.meridiandx.imaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.imaging.dicom.file.DicomWriter;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.process.ServiceProcess;
import org.meridiandx.testkit.region.RegionTestResource;

/// An instance several times as large as all the memory that the service has goes in and comes back.
class LargeInstanceIT {
    private static final int ROWS = 20_000;
    private static final int COLUMNS = 12_500;
    private static final long PIXEL_BYTES = 2L * ROWS * COLUMNS;

    /// Heap and direct memory together are far below the file.
    private static final List<String> LITTLE_MEMORY =
            List.of("-Xmx128m", "-XX:MaxDirectMemorySize=48m", "-XX:+ExitOnOutOfMemoryError");

    private static final RegionTestResource REGION = new RegionTestResource();
    private static ServiceProcess service;

    private final DicomUid study = DicomUid.of(UUID.randomUUID());
    private final DicomUid series = DicomUid.of(UUID.randomUUID());
    private final DicomUid instance = DicomUid.of(UUID.randomUUID());

    @BeforeAll
    static void start() throws Exception {
        service = ServiceProcess.start(REGION.start(), LITTLE_MEMORY);
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        REGION.stop();
    }

    @Test
    void shouldTakeAndGiveBackHalfAGigabyteInLittleMemory() throws Exception {
        // Given
        var idle = service.presentKibibytes();
        var url = "/dicom-web/studies/" + study + "/series/" + series + "/instances/" + instance;

        // When
        var stored = send(request("/dicom-web/studies")
                .header("Content-Type", "application/dicom")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> file())));
        var afterStow = service.peakKibibytes();
        var back = send(request(url).header("Accept", "application/dicom"));
        var parts = send(request("/dicom-web/studies/" + study).header("Accept", "*/*"));
        var frame = send(
                request(url + "/frames/1").header("Accept", "multipart/related; type=\"application/octet-stream\""));
        var peak = service.peakKibibytes();

        // Then
        System.getLogger("imaging")
                .log(
                        System.Logger.Level.INFO,
                        "resident: idle %d MiB, after STOW %d MiB, after WADO %d MiB"
                                .formatted(idle / 1024, afterStow / 1024, peak / 1024));
        assertThat(stored.status()).isEqualTo(200);
        assertThat(back).isEqualTo(new Answer(200, 0, digestOf(file())).withBytes(fileBytes()));
        assertThat(parts.status()).isEqualTo(200);
        assertThat(parts.bytes()).isGreaterThan(fileBytes());
        assertThat(frame.status()).isEqualTo(200);
        assertThat(frame.bytes()).isGreaterThan(PIXEL_BYTES);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.uri(path)).header("Authorization", "Bearer " + Tokens.persona("pacs"));
    }

    private static Answer send(HttpRequest.Builder request) throws Exception {
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                return digest(body, answer.statusCode());
            }
        }
    }

    private static Answer digest(InputStream body, int status) throws Exception {
        var sha256 = MessageDigest.getInstance("SHA-256");
        try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            var bytes = body.transferTo(out);
            return new Answer(status, bytes, HexFormat.of().formatHex(sha256.digest()));
        }
    }

    private static String digestOf(InputStream content) throws Exception {
        return digest(content, 0).sha256();
    }

    private long fileBytes() {
        return header().length + PIXEL_BYTES;
    }

    private InputStream file() {
        return new SequenceInputStream(new ByteArrayInputStream(header()), new Pixels(PIXEL_BYTES));
    }

    private byte[] header() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(DicomWriter.write(DicomDataset.builder()
                .text(DicomTag.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.7")
                .uid(DicomTag.SOP_INSTANCE_UID, instance)
                .uid(DicomTag.STUDY_INSTANCE_UID, study)
                .uid(DicomTag.SERIES_INSTANCE_UID, series)
                .text(DicomTag.PATIENT_ID, "9990000018")
                .text(DicomTag.MODALITY, "SM")
                .integers(DicomTag.ROWS, ROWS)
                .integers(DicomTag.COLUMNS, COLUMNS)
                .integers(DicomTag.BITS_ALLOCATED, 16)
                .build()));
        out.writeBytes(ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0x7FE0)
                .putShort((short) 0x0010)
                .put((byte) 'O')
                .put((byte) 'W')
                .putShort((short) 0)
                .putInt((int) PIXEL_BYTES)
                .array());
        return out.toByteArray();
    }

    private record Answer(int status, long bytes, String sha256) {
        Answer withBytes(long count) {
            return new Answer(status, count, sha256);
        }
    }

    /// So many bytes that do not repeat with any buffer's length.
    private static final class Pixels extends InputStream {
        private long left;
        private int next;

        Pixels(long bytes) {
            this.left = bytes;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            var count = (int) Math.min(left, length);
            for (var i = 0; i < count; i++) {
                target[offset + i] = (byte) next;
                next = next == 250 ? 0 : next + 1;
            }
            left -= count;
            return count;
        }
    }
}
