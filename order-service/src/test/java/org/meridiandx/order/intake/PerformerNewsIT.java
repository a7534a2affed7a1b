package org.meridiandx.order.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// What laboratories and RIS tell of orders that others placed with them.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class PerformerNewsIT {
    private static final String OTHER_NHS_NUMBER = "9990000026";
    private final String placer = UUID.randomUUID().toString();

    @Inject
    MllpPort intake;

    IdentityStandIn identity;

    @BeforeEach
    void knowTwoPatients() {
        RegionFixture.knowOnePatient(identity);
        identity.patients().add("patient-2", OTHER_NHS_NUMBER, "1980-01-01");
    }

    private String send(String fromTo, String nhsNumber, String order) throws IOException {
        var message = """
                MSH|^~\\&|%s|20261121090000||ORM^O01|%s|P|2.5.1
                PID|1||%s^^^NHS^NH||TEST^PATIENT||19800101|F
                ORC|%s
                OBR|1|||FBC^Full blood count^L""".formatted(fromTo, UUID.randomUUID(), nhsNumber, order);
        try (var client = MllpClient.connect("localhost", intake.number(), Duration.ofSeconds(20))) {
            return client.send(message.replace("\n", "\r").getBytes(StandardCharsets.UTF_8))
                    .message()
                    .text();
        }
    }

    private void place(String number) throws IOException {
        assertThat(send("EPR|RX901|LIMS|RX902", RegionFixture.NHS_NUMBER, "NW|" + number))
                .contains("MSA|AA|");
    }

    private String tell(String order) throws IOException {
        return send("LIMS|RX902|EPR|RX901", RegionFixture.NHS_NUMBER, order);
    }

    private static List<String> statuses(String number) {
        return orders(number).getList("entry.resource.status");
    }

    private static JsonPath orders(String number) {
        return as("hospital-doctor")
                .get("/fhir/R4/ServiceRequest?identifier=" + number)
                .jsonPath();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CA|%s", "OC|%s", "CA|%s^EPR", "CA|%s|L-1", "CA|%s^RX901"})
    void shouldRevokeThePlacersOrderWhenThePerformerCancels(String order) throws Exception {
        // Given
        place(order.contains("^EPR") ? placer + "^EPR" : placer);

        // When
        var answer = tell(order.formatted(placer));

        // Then
        assertThat(answer).contains("MSA|AA|").doesNotContain("no order with this number");
        assertThat(statuses(placer)).containsExactly("revoked");
    }

    @Test
    void shouldRevokeByTheFillerNumberAlone() throws Exception {
        // Given
        var filler = "F" + placer;
        place(placer + "|" + filler);

        // When
        var answer = tell("CA||" + filler);

        // Then
        assertThat(answer).contains("MSA|AA|");
        assertThat(statuses(placer)).containsExactly("revoked");
    }

    @Test
    void shouldHoldAndReleaseWhenThePerformerDoes() throws Exception {
        // Given
        place(placer);

        // When
        tell("OH|" + placer);
        var held = statuses(placer);
        tell("OE|" + placer);

        // Then
        assertThat(held).containsExactly("on-hold");
        assertThat(statuses(placer)).containsExactly("active");
    }

    @Test
    void shouldRevokeAnOrderThatWasPlacedOverFhir() {
        // Given
        var body = RegionFixture.ctChest(placer);
        RegionFixture.place(body);

        // When
        var answer = unchecked("RIS|RX901|GP|Y90001", "CA|" + placer);

        // Then
        assertThat(answer).contains("MSA|AA|");
        assertThat(as("gp").get("/fhir/R4/ServiceRequest?identifier=" + placer)
                        .jsonPath()
                        .<String>getList("entry.resource.status"))
                .containsExactly("revoked");
    }

    private String unchecked(String fromTo, String order) {
        try {
            return send(fromTo, RegionFixture.NHS_NUMBER, order);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    void shouldLeaveTheOrderOfAnotherPatientAndKeepTheMessage() throws Exception {
        // Given
        place(placer);

        // When
        var answer = send("LIMS|RX902|EPR|RX901", OTHER_NHS_NUMBER, "CA|" + placer);

        // Then
        assertThat(answer).contains("MSA|AA|").contains("uncertain-order");
        assertThat(statuses(placer)).containsExactly("active");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CA|%s", "HD|%s", "XO|%s", "SC|%s"})
    void shouldRefuseThePlacersNewsOfAnotherPatientsOrder(String order) throws Exception {
        // Given
        place(placer);

        // When
        var answer = send("EPR|RX901|LIMS|RX902", OTHER_NHS_NUMBER, order.formatted(placer));

        // Then
        assertThat(answer).contains("MSA|AE|").contains("another patient");
        assertThat(statuses(placer)).containsExactly("active");
    }

    @Test
    void shouldLeaveBothOrdersOfTwoHospitalsWithOneNumber() throws Exception {
        // Given
        place(placer);
        send("EPR|RX903|LIMS|RX902", RegionFixture.NHS_NUMBER, "NW|" + placer);

        // When
        var answer = tell("CA|" + placer);

        // Then
        assertThat(answer).contains("MSA|AA|").contains("uncertain-order");
        assertThat(statuses(placer)).containsOnly("active").isNotEmpty();
    }

    @Test
    void shouldLeaveTheOrderWhenTheSenderNamesAnotherAssignerOrIsNoParty() throws Exception {
        // Given
        place(placer);

        // When
        tell("CA|" + placer + "^RX903");
        send("EPR|RX904|LIMS|RX905", RegionFixture.NHS_NUMBER, "CA|" + placer);

        // Then
        assertThat(statuses(placer)).contains("active");
    }

    @Test
    void shouldKeepForPeopleThatThePerformerCannotDoIt() throws Exception {
        // Given
        place(placer);

        // When
        var answer = tell("UA|" + placer);

        // Then
        assertThat(answer).contains("MSA|AA|").contains("(unable)");
        assertThat(statuses(placer)).containsExactly("active");
    }

    @Test
    void shouldKeepThePerformersChangeForPeople() throws Exception {
        // Given
        place(placer);

        // When
        var answer = tell("XX|" + placer);

        // Then
        assertThat(answer).contains("MSA|AA|").contains("change-by-other");
        assertThat(orders(placer).getList("entry.resource.meta.versionId")).containsExactly("1");
        assertThat(as("loader").get("/orders/unmatched").jsonPath().getList("reason"))
                .contains("change-by-other");
    }
}
