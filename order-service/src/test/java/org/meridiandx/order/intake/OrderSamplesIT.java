package org.meridiandx.order.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.hl7v2.MessageHeader;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.shared.RepositoryRoot;
import org.meridiandx.testkit.shared.SharedData;

/// Every order that other people's systems have published, broken ones too: taken, or refused for a reason
/// that stands in docs/mapping.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class OrderSamplesIT {
    private static final Map<String, String> REFUSED = Map.of(
            "OML_O21__lfh_HL7OMLMessageTest_testOMLO21WithPatientAndOrderWithObservationRequestWithDG1.hl7", "AE 101",
            "OML_O21__lfh_HL7OMLMessageTest_testOMLO21WithSpecimen.hl7", "AE 101",
            "ORM_O01__CDCgov_msh_present_but_missing_msh-10.hl7", "AE 101",
            "ORM_O01__CDCgov_orm_obx-5_is_not_a_numeric_value.hl7", "AE 100",
            "ORM_O01__lfh_Hl7ORMMessageTest_testORMO01MinimumOrderOnly.hl7", "AE 100",
            "ORM_O01__lfh_Hl7ORMMessageTest_test_ORM_O01_Order_For_Big_Decimal_In_Observation_OBX5.hl7", "AE 201",
            "UNK__CDCgov_msh_present_but_missing_msh-9.hl7", "AE 101");
    private static final Pattern ERROR = Pattern.compile("\\b[12][0-9]{2}\\b");

    @Inject
    MllpPort intake;

    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    /// `AE 100`, `AR 200` and so on, as the table of refusals has them.
    private static Set<String> documented() throws IOException {
        var page = Files.readString(RepositoryRoot.find().resolve("docs/mapping/orm-oml-service-request.md"));
        var refusals = new TreeSet<String>();
        page.substring(page.indexOf("## Refusals"), page.indexOf("## Mapped"))
                .lines()
                .filter(line -> line.startsWith("| `A"))
                .map(line -> line.split("\\|")[1])
                .forEach(cell -> ERROR.matcher(cell)
                        .results()
                        .forEach(number ->
                                refusals.add(cell.contains("AE") ? "AE " + number.group() : "AR " + number.group())));
        return refusals;
    }

    private static MessageHeader headerOf(Path file) throws IOException {
        return ReceivedMessage.of(Files.readAllBytes(file), ReceivedMessage.Peer.named("file"), Instant.EPOCH)
                .header();
    }

    /// One sender wants no answer at all.
    private static boolean isAnswered(MessageHeader header) {
        return !header.acceptAcknowledgement().equals("NE")
                || !header.applicationAcknowledgement().equals("NE");
    }

    private MllpClient.Reply send(Path file) throws IOException {
        try (var client = MllpClient.connect("localhost", intake.number(), Duration.ofSeconds(20))) {
            return client.send(Files.readAllBytes(file));
        }
    }

    @Test
    void shouldTakeEachOrRefuseItForADocumentedReason() throws IOException {
        // Given
        var files = Stream.concat(
                        SharedData.files("hl7v2", "{ORM,OML,OMG}*.hl7").stream(),
                        SharedData.files("hl7v2", "UNK*.hl7").stream())
                .toList();
        var refused = new TreeMap<String, String>();
        var answered = new TreeMap<String, String>();

        // When
        for (var file : files) {
            var header = headerOf(file);
            if (isAnswered(header)) {
                var reply = send(file);
                answered.put(file.getFileName().toString(), reply.code());
                if (!reply.isAccepted()) {
                    refused.put(file.getFileName().toString(), reply.code() + " " + reply.error());
                }
            }
        }

        // Then
        assertThat(answered).hasSizeGreaterThan(files.size() / 2);
        assertThat(documented()).containsAll(refused.values());
        assertThat(refused).isEqualTo(REFUSED);
    }
}
