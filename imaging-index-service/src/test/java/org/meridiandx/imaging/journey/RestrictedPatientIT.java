package org.meridiandx.imaging.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomDatasetBuilder;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.imaging.dicom.file.DicomReader;
import org.meridiandx.imaging.dicom.file.DicomSource;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// Where a restricted patient lives comes out of no image, at no door and for nobody.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class RestrictedPatientIT {
    private static final DicomTag ADDRESS = new DicomTag(0x00101040);
    private static final DicomTag TELEPHONE = new DicomTag(0x00102154);
    private static final DicomTag ORIGINAL_ATTRIBUTES = new DicomTag(0x04000561);
    private static final String ANY_FILE = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

    IdentityStandIn identity;

    private final DicomUid study = Images.uid();
    private final DicomUid series = Images.uid();
    private final DicomUid instance = Images.uid();
    private final DicomWeb pacs = DicomWeb.as("pacs");

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add("restricted-1", "9990000018", "1970-01-02");
    }

    @Test
    void shouldGiveFilesOfOthersByteForByte() {
        // Given
        var file = Images.file(image());
        pacs.store(file);

        // When
        var given = fetch(pacs, "");

        // Then
        assertThat(given).containsExactly(file);
        assertThat(metadata(pacs)).contains("1 High Street", "0113 496 0000");
    }

    @Test
    void shouldTellNowhereWhereARestrictedPatientLives() throws IOException {
        // Given
        var file = Images.file(image());
        pacs.store(file, Images.file(Images.image(study, series)));
        identity.patients().label("restricted-1", "R");

        // When
        var given = fetch(pacs, "/series/" + series + "/instances/" + instance);

        // Then
        assertThat(given).hasSize(1).allSatisfy(one -> assertThat(one).hasSameSizeAs(file));
        var read = DicomReader.ofAll().read(DicomSource.of(given.getFirst())).dataset();
        assertThat(read.string(ADDRESS).orElse("").strip()).isEmpty();
        assertThat(read.string(DicomTag.PATIENT_NAME)).contains("EXAMPLE^ALEX");
        for (var caller : List.of(pacs, DicomWeb.as("radiologist"))) {
            assertThat(fetch(caller, ""))
                    .hasSize(2)
                    .allSatisfy(one -> assertThat(textOf(one))
                            .doesNotContain("High Street")
                            .doesNotContain("0113"));
            assertThat(metadata(caller))
                    .contains("EXAMPLE^ALEX", "CT chest")
                    .doesNotContain("High Street")
                    .doesNotContain("0113");
            assertThat(caller.getJson("/dicom-web/instances?includefield=all&StudyInstanceUID=" + study)
                            .toString())
                    .doesNotContain("High Street")
                    .doesNotContain("0113");
            assertThat(caller.get(image("/bulkdata/00101040"), "*/*").statusCode())
                    .isEqualTo(404);
            assertThat(caller.get(image("/frames/1"), "*/*").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldTellNothingWhileNobodyCanSayWhetherThePatientIsRestricted() {
        // Given
        pacs.store(Images.file(image()));
        identity.patients().unavailable(true);

        // When
        var given = fetch(pacs, "");

        // Then
        assertThat(given).allSatisfy(one -> assertThat(textOf(one)).doesNotContain("High Street"));
        assertThat(metadata(pacs)).doesNotContain("High Street");
    }

    @Test
    void shouldTellNothingOfAPatientWhomNobodyKnows() {
        // Given
        pacs.store(Images.file(image().text(DicomTag.PATIENT_ID, "9990000026")));

        // When
        var given = fetch(pacs, "");

        // Then
        assertThat(given).hasSize(1).allSatisfy(one -> assertThat(textOf(one)).doesNotContain("High Street"));
    }

    @Test
    void shouldNotGiveAFileThatTheAddressCannotBeTakenOutOf() {
        // Given
        pacs.store(Encoded.deflated(image()));
        var before = pacs.get("/dicom-web/studies/" + study, ANY_FILE);
        identity.patients().label("restricted-1", "V");

        // When
        var after = pacs.get("/dicom-web/studies/" + study, ANY_FILE);

        // Then
        assertThat(before.statusCode()).isEqualTo(200);
        assertThat(after.statusCode()).isEqualTo(406);
        assertThat(metadata(pacs)).contains("EXAMPLE^ALEX").doesNotContain("High Street");
    }

    /// What is known of an instance is what its first file says.
    @Test
    void shouldTellNothingInASecondFileWhoseFirstIsClean() {
        // Given
        var syntax = "1.2.840.10008.1.2.4.50";
        var wanted = ANY_FILE.replace("*", syntax);
        var second = Encoded.inFragments(syntax, image(), new byte[] {1, 2, 3, 4});
        pacs.store(Images.file(Images.image(study, series).uid(DicomTag.SOP_INSTANCE_UID, instance)));
        pacs.store(second);
        var before = DicomWeb.parts(pacs.get("/dicom-web/studies/" + study, wanted));
        identity.patients().label("restricted-1", "R");

        // When
        var after = DicomWeb.parts(pacs.get("/dicom-web/studies/" + study, wanted));

        // Then
        assertThat(before).containsExactly(second);
        assertThat(after).hasSize(1).allSatisfy(one -> assertThat(one).hasSameSizeAs(second));
        assertThat(textOf(after.getFirst()))
                .contains("EXAMPLE^ALEX")
                .doesNotContain("High Street")
                .doesNotContain("0113");
    }

    private DicomDatasetBuilder image() {
        var before = DicomDataset.builder().text(TELEPHONE, "0113 496 0000").build();
        return Images.image(study, series)
                .uid(DicomTag.SOP_INSTANCE_UID, instance)
                .text(ADDRESS, "1 High Street^Leeds")
                .items(ORIGINAL_ATTRIBUTES, List.of(before));
    }

    private String image(String part) {
        return "/dicom-web/studies/" + study + "/series/" + series + "/instances/" + instance + part;
    }

    private List<byte[]> fetch(DicomWeb caller, String below) {
        var answer = caller.get("/dicom-web/studies/" + study + below, ANY_FILE);
        assertThat(answer.statusCode()).as(textOf(answer.body())).isEqualTo(200);
        return DicomWeb.parts(answer);
    }

    private String metadata(DicomWeb caller) {
        var answer = caller.get("/dicom-web/studies/" + study + "/metadata", "application/dicom+json");
        assertThat(answer.statusCode()).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String textOf(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
