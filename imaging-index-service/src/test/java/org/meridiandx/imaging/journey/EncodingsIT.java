package org.meridiandx.imaging.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// Whatever way a file is encoded, it comes back as it came, and its parts are what they are.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class EncodingsIT {
    private static final String RLE = "1.2.840.10008.1.2.5";
    private static final String JPEG = "1.2.840.10008.1.2.4.50";
    private static final String DEFLATED = "1.2.840.10008.1.2.1.99";
    private static final byte[] FRAGMENT_1 = {1, 2, 13, 10, '-', '-', 'X', 'Y'};
    private static final byte[] FRAGMENT_2 = {9, 8, 7, 6};

    IdentityStandIn identity;

    private final DicomUid study = Images.uid();
    private final DicomUid series = Images.uid();
    private final DicomUid instance = Images.uid();
    private final DicomWeb pacs = DicomWeb.as("pacs");
    private final String url = "/dicom-web/studies/" + study + "/series/" + series + "/instances/" + instance;

    @BeforeEach
    void forget() {
        identity.reset();
    }

    @Test
    void shouldGiveBackEachEncodingByteForByteAndNoOther() {
        // Given
        var rle = Encoded.inFragments(RLE, image(), FRAGMENT_1);
        var jpeg = Encoded.inFragments(JPEG, image(), FRAGMENT_1, FRAGMENT_2);
        var deflated = Encoded.deflated(image());
        var plain = Images.file(image());

        // When
        for (var file : List.of(rle, jpeg, deflated, plain)) {
            assertThat(pacs.store(file).statusCode()).isEqualTo(200);
        }

        // Then
        var files = new LinkedHashMap<String, byte[]>();
        files.put(RLE, rle);
        files.put(JPEG, jpeg);
        files.put(DEFLATED, deflated);
        files.put("1.2.840.10008.1.2.1", plain);
        files.forEach((syntax, file) -> {
            var back = pacs.get(url, "multipart/related; type=\"application/dicom\"; transfer-syntax=" + syntax);
            assertThat(DicomWeb.parts(back)).as(syntax).containsExactly(file);
            var single = pacs.get(url, "application/dicom; transfer-syntax=" + syntax);
            assertThat(single.body()).as(syntax).isEqualTo(file);
            assertThat(single.headers().firstValue("Content-Type"))
                    .hasValue("application/dicom; transfer-syntax=" + syntax);
        });
        assertThat(pacs.get(url, "application/dicom; transfer-syntax=1.2.840.10008.1.2.4.90")
                        .statusCode())
                .isEqualTo(406);
        assertThat(pacs.get(url, "application/dicom").body()).isEqualTo(plain);
        assertThat(pacs.getJson("/dicom-web/instances?SOPInstanceUID=" + instance)
                        .at("/0/00083002/Value"))
                .hasSize(4);
        assertThat(pacs.getJson("/dicom-web/studies?StudyInstanceUID=" + study)
                        .at("/0/00201208/Value/0")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void shouldGiveFramesAsTheyAreCompressed() {
        // Given
        pacs.store(Encoded.inFragments(JPEG, image(), FRAGMENT_1, FRAGMENT_2));

        // When
        var frame = pacs.get(url + "/frames/1", "multipart/related; type=\"image/jpeg\"; transfer-syntax=" + JPEG);
        var raw = pacs.get(url + "/frames/1", "multipart/related; type=\"application/octet-stream\"");

        // Then
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(FRAGMENT_1);
        whole.writeBytes(FRAGMENT_2);
        assertThat(DicomWeb.parts(frame)).containsExactly(whole.toByteArray());
        assertThat(raw.statusCode()).isEqualTo(406);
    }

    @Test
    void shouldShowNestedSequencesOfUndefinedLength() {
        // Given
        var inner = DicomDataset.builder()
                .text(DicomTag.REFERENCED_SOP_INSTANCE_UID, "1.2.3")
                .buildItem();
        var outer = DicomDataset.builder()
                .items(new DicomTag(0x00081140), List.of(inner, inner))
                .buildItem();
        var file = Images.file(image().items(new DicomTag(0x00081115), List.of(outer)));

        // When
        var stored = pacs.store(file);

        // Then
        assertThat(stored.statusCode()).isEqualTo(200);
        assertThat(pacs.get(url, "application/dicom").body()).isEqualTo(file);
        assertThat(pacs.getJson(url + "/metadata")
                        .at("/0/00081115/Value/0/00081140/Value/1/00081155/Value/0")
                        .asText())
                .isEqualTo("1.2.3");
    }

    @Test
    void shouldRefuseLengthsThatLeadOutOfTheFile() {
        // Given
        var tails = List.of(
                new byte[] {(byte) 0xE0, 0x7F, 0x10, 0, 'O', 'W', 0, 0, -2, -1, -1, -1, 1, 2},
                new byte[] {(byte) 0xE0, 0x7F, 0x10, 0, 'O', 'W', 0, 0, 0, 0, 0, -128, 1, 2},
                new byte[] {0x40, 0, 0x60, 2, 'S', 'Q', 0, 0, -2, -1, -1, -1},
                new byte[] {0x40, 0, 0x60, 2, 'S', 'Q', 0, 0, -1, -1, -1, -1, -2, -1, 0, -32, -2, -1, -1, -1},
                new byte[] {0x40, 0, 0x60, 2, 'S', 'Q', 0, 0, -1, -1, -1, -1});

        for (var tail : tails) {
            // When
            var answer = pacs.store(Encoded.withTail(image(), tail));

            // Then
            assertThat(answer.statusCode())
                    .as(String.valueOf(tails.indexOf(tail)))
                    .isEqualTo(409);
        }
        assertThat(pacs.get("/dicom-web/studies?StudyInstanceUID=" + study, "*/*")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void shouldOrderInstancesByNumberWhateverOrderTheyCameIn() {
        // Given
        var files = new byte[5][];
        for (var i = 0; i < files.length; i++) {
            files[i] = Images.file(Images.image(study, series).text(DicomTag.INSTANCE_NUMBER, String.valueOf(i + 8)));
        }
        pacs.store(files[3], files[0]);
        pacs.store(files[4]);
        pacs.store(files[1], files[2]);

        // When
        var parts = DicomWeb.parts(pacs.get("/dicom-web/studies/" + study, "*/*"));
        var found = pacs.getJson("/dicom-web/studies/" + study + "/instances");

        // Then
        assertThat(parts).containsExactly(files);
        assertThat(found.findValuesAsText("nothing")).isEmpty();
        for (var i = 0; i < files.length; i++) {
            assertThat(found.at("/" + i + "/00200013/Value/0").asInt()).isEqualTo(i + 8);
        }
    }

    @Test
    void shouldRefuseBodiesThatAreNotWhatTheirTypeSays() {
        // Given
        var type = "multipart/related; type=\"application/dicom\"; boundary=";
        var body = DicomWeb.body(Images.file(image()));
        var cut = java.util.Arrays.copyOf(body, body.length - 20);
        var hugeHeader = ("--XX\r\nContent-Type: application/dicom\r\nX-Long: " + "a".repeat(20_000)
                        + "\r\n\r\nx\r\n--XX--\r\n")
                .getBytes(StandardCharsets.US_ASCII);

        // Then
        var path = "/dicom-web/studies";
        assertThat(pacs.post(path, type + "YY", body).statusCode()).isEqualTo(400);
        assertThat(pacs.post(path, type + "XX", cut).statusCode()).isEqualTo(400);
        assertThat(pacs.post(path, type + "XX", hugeHeader).statusCode()).isEqualTo(400);
        assertThat(pacs.post(path, type, body).statusCode()).isEqualTo(400);
        for (var wrong : List.of(
                "application/json",
                "text/plain",
                "multipart/form-data; boundary=XX",
                "multipart/related; type=\"application/dicom+json\"; boundary=XX",
                "multipart/related; type=\"application/dicom+xml\"; boundary=XX",
                "application/octet-stream")) {
            var refused = pacs.post(path, wrong, body);
            assertThat(refused.statusCode()).as(wrong).isEqualTo(415);
            assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("multipart/related");
        }
        assertThat(pacs.get("/dicom-web/studies?StudyInstanceUID=" + study, "*/*")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void shouldAnswerNothingThatTheCallerDoesNotTake() {
        // Given
        pacs.store(Images.file(image()));

        for (var accept : List.of(
                "*/*;q=0",
                "multipart/related; type=\"application/dicom\"; q=0",
                "application/dicom;q=0.0, image/jpeg",
                "multipart/related; type=\"application/dicom\"; q=0, text/html")) {
            // Then
            assertThat(pacs.get(url, accept).statusCode()).as(accept).isEqualTo(406);
            assertThat(pacs.get(url + "/frames/1", "application/octet-stream;q=0")
                            .statusCode())
                    .isEqualTo(406);
        }
        for (var accept : List.of("application/dicom+json;q=0", "*/*; q=0", "text/html", "application/xml")) {
            assertThat(pacs.get("/dicom-web/studies", accept).statusCode())
                    .as(accept)
                    .isEqualTo(406);
            assertThat(pacs.get(url + "/metadata", accept).statusCode())
                    .as(accept)
                    .isEqualTo(406);
        }
        assertThat(pacs.get(url, "text/html, */*;q=0.1").statusCode()).isEqualTo(200);
    }

    private org.meridiandx.imaging.dicom.DicomDatasetBuilder image() {
        return Images.image(study, series).uid(DicomTag.SOP_INSTANCE_UID, instance);
    }
}
