package org.meridiandx.imaging.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class StowIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void forget() {
        identity.reset();
    }

    @Test
    void shouldStoreAndTellTheRegionOnceTheOrderIsKnown() throws Exception {
        // Given
        identity.patients().add("pat-1", "9990000018", "1970-01-02");
        identity.orders()
                .add(
                        OrderRef.newBuilder()
                                .setOrderId("order-1")
                                .setAccessionNumber("ACC-STOW-1")
                                .setRequester("Y90001")
                                .setPerformer("RX903")
                                .build(),
                        "pat-1",
                        "active");
        var study = Images.uid();
        var image = Images.file(Images.image(study, Images.uid()).text(DicomTag.ACCESSION_NUMBER, "ACC-STOW-1"));

        // When
        var answer = DicomWeb.as("pacs").store(image);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(DicomWeb.json(answer).at("/00081199/Value")).hasSize(1);
        var told = kafka.await(topics.imaging(), 1, PATIENCE, record -> "pat-1".equals(record.key()));
        var fact = Event.parseFrom(told.getFirst().value()).getStudyAvailable();
        assertThat(fact.getOrderId()).isEqualTo("order-1");
        assertThat(fact.getStudyInstanceUid()).isEqualTo(study.value());
        assertThat(fact.getInstanceCount()).isEqualTo(1);
    }

    @Test
    void shouldTakeTheSameBytesAgainWithoutEffect() {
        // Given
        var image = Images.file(Images.image(Images.uid(), Images.uid()));
        var pacs = DicomWeb.as("pacs");
        pacs.store(image);

        // When
        var again = pacs.store(image);

        // Then
        assertThat(again.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRefuseOtherBytesUnderTheSameUid() {
        // Given
        var image = Images.image(Images.uid(), Images.uid());
        var pacs = DicomWeb.as("pacs");
        pacs.store(Images.file(image));

        // When
        var other = pacs.store(Images.file(image.text(DicomTag.STUDY_DESCRIPTION, "changed")));

        // Then
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(DicomWeb.json(other).at("/00081198/Value/0/00081197/Value/0").asInt())
                .isEqualTo(0x0111);
    }

    @Test
    void shouldNotLetImagesOfTwoPatientsIntoAStudyThatNamesNobody() {
        // Given
        var study = Images.uid();
        var series = Images.uid();
        var pacs = DicomWeb.as("pacs");
        pacs.store(Images.file(Images.image(study, series).text(DicomTag.PATIENT_ID, "")));

        // When
        var nobodys = pacs.store(Images.file(Images.image(study, series).text(DicomTag.PATIENT_ID, "")));
        var ones = pacs.store(Images.file(Images.image(study, series)));
        var others = pacs.store(Images.file(Images.image(study, series).text(DicomTag.PATIENT_ID, "9990000026")));

        // Then
        assertThat(nobodys.statusCode()).isEqualTo(200);
        assertThat(ones.statusCode()).isEqualTo(409);
        assertThat(others.statusCode()).isEqualTo(409);
    }

    @Test
    void shouldTakeAnImageThatNamesNobodyIntoTheStudyOfAPatient() {
        // Given
        var study = Images.uid();
        var series = Images.uid();
        var pacs = DicomWeb.as("pacs");
        pacs.store(Images.file(Images.image(study, series)));

        // When
        var stored = pacs.store(Images.file(Images.image(study, series).text(DicomTag.PATIENT_ID, "")));

        // Then
        assertThat(stored.statusCode()).isEqualTo(200);
    }
}
