package org.meridiandx.imaging.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// Bodies beyond the bounds are refused and leave nothing; many senders at once do not get in each
/// other's way.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
@TestProfile(StowLimitsIT.SmallBounds.class)
class StowLimitsIT {
    private static final int SENDERS = 8;

    /// Bounds that a test can reach.
    public static final class SmallBounds implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.limits.max-body-size", "1M", "meridian.stow.max-parts", "20");
        }
    }

    IdentityStandIn identity;

    @ConfigProperty(name = "meridian.store.directory")
    Path store;

    private final DicomWeb pacs = DicomWeb.as("pacs");

    @BeforeEach
    void forget() {
        identity.reset();
    }

    @Test
    void shouldRefuseWhatIsTooLongAndLeaveNothing() throws IOException {
        // Given
        var long1 = DicomWeb.body(new byte[2_000_000]);
        var type = "multipart/related; type=\"application/dicom\"; boundary=XX";
        var image = Images.file(Images.image(Images.uid(), Images.uid()));
        var parts = new ArrayList<byte[]>();
        for (var i = 0; i < 21; i++) {
            parts.add(image);
        }
        var before = files();

        // When
        var announced = pacs.postAfterAsking("/dicom-web/studies", type, long1);
        var unannounced = pacs.postChunked("/dicom-web/studies", type, long1);
        var many = pacs.store(parts.toArray(byte[][]::new));

        // Then
        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(unannounced.statusCode()).isEqualTo(413);
        assertThat(many.statusCode()).isEqualTo(413);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void shouldKeepOneFileWhenManySendTheSame() throws Exception {
        // Given
        var image = Images.file(Images.image(Images.uid(), Images.uid()));
        var before = files().size();

        // When
        var answers = sendAtOnce(sender -> image);

        // Then
        assertThat(answers).containsOnly(200);
        assertThat(files()).hasSize(before + 1);
    }

    @Test
    void shouldLetOneWinWhenManySendOtherBytesUnderOneUid() throws Exception {
        // Given
        var study = Images.uid();
        var series = Images.uid();
        var sop = Images.uid();

        // When
        var answers = sendAtOnce(sender -> Images.file(Images.image(study, series)
                .uid(DicomTag.SOP_INSTANCE_UID, sop)
                .text(DicomTag.STUDY_DESCRIPTION, "sender " + sender)));

        // Then
        assertThat(answers).containsOnlyOnce(200).hasSize(SENDERS);
        assertThat(answers.stream().filter(status -> status != 200)).containsOnly(409);
    }

    @Test
    void shouldCountEveryInstanceOfAStudyThatManySendersFill() throws Exception {
        // Given
        var study = Images.uid();
        var series = Images.uid();

        // When
        var answers = sendAtOnce(sender -> Images.file(Images.image(study, series)));

        // Then
        assertThat(answers).containsOnly(200);
        assertThat(pacs.getJson("/dicom-web/studies?StudyInstanceUID=" + study)
                        .at("/0/00201208/Value/0")
                        .asInt())
                .isEqualTo(SENDERS);
    }

    private List<Integer> sendAtOnce(IntFunction<byte[]> image) throws Exception {
        try (var threads = Executors.newFixedThreadPool(SENDERS)) {
            var sent = new ArrayList<java.util.concurrent.Future<Integer>>();
            for (var sender = 0; sender < SENDERS; sender++) {
                var content = image.apply(sender);
                sent.add(threads.submit(() -> pacs.store(content).statusCode()));
            }
            var answers = new ArrayList<Integer>();
            for (var each : sent) {
                answers.add(each.get());
            }
            return answers;
        }
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(store)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
