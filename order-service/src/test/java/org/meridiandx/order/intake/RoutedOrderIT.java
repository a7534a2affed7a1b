package org.meridiandx.order.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.await;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// Orders by HL7 v2 that name no performer: who does them is found as for orders over FHIR.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class RoutedOrderIT {
    private String placer = UUID.randomUUID().toString();
    private final String test = "t-" + UUID.randomUUID();

    @Inject
    MllpPort mllp;

    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private void catalogue(String performer, String capacity) {
        var there = as("loader").get("/fhir/R4/ActivityDefinition/" + test);
        var definition = """
                {"resourceType":"ActivityDefinition","id":"%1$s","title":"Test","status":"active","kind":"ServiceRequest",
                 "intent":"order","topic":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0074","code":"LAB"}]}],
                 "code":{"coding":[{"system":"urn:example:tests","code":"%1$s"}]},"extension":[
                 {"url":"urn:meridian:extension:catalogue-local-code","extension":[
                  {"url":"organization","valueReference":{"reference":"Organization/RX971"}},
                  {"url":"code","valueCoding":{"system":"urn:meridian:rx971:codes","code":"%1$s"}}]},
                 {"url":"urn:meridian:extension:catalogue-performer","extension":[
                  {"url":"organization","valueReference":{"reference":"Organization/%2$s"}}%3$s]}]}""".formatted(test, performer, capacity);
        var request = sending("loader", definition);
        if (there.statusCode() == 200) {
            request.header("If-Match", there.header("ETag"));
        }
        var put = request.put("/fhir/R4/ActivityDefinition/" + test);
        assertThat(put.statusCode()).as(put.asString()).isLessThan(300);
    }

    /// From RX971, for one of the practices that it writes for, to nobody by name.
    private String order(String control, String reason) throws IOException {
        return order(control, reason, "REGION");
    }

    private String order(String control, String reason, String receiver) throws IOException {
        var message = """
                MSH|^~\\&|EPR|RX971|REGION|%s|20261121090000||OML^O21^OML_O21|%s|P|2.5.1
                PID|1||%s^^^NHS^NH||TEST^PATIENT||19800101|F
                ORC|%s|%s||||||||||||||||||Practice^^Y90001^^^ODS
                OBR|1|%s||%s^A test^L|||||||||%s""".formatted(
                        receiver, UUID.randomUUID(), RegionFixture.NHS_NUMBER, control, placer, placer, test, reason);
        try (var client = MllpClient.connect("localhost", mllp.number(), Duration.ofSeconds(20))) {
            return client.send(message.strip().replace("\n", "\r").getBytes(StandardCharsets.UTF_8))
                    .message()
                    .text();
        }
    }

    private JsonPath placed() {
        return as("loader").get("/fhir/R4/ServiceRequest?identifier=" + placer).jsonPath();
    }

    private String performer() {
        return placed().getString("entry[0].resource.performer[0].identifier.value");
    }

    private boolean isWorkItem() {
        var id = placed().getString("entry[0].resource.id");
        var waiting = as("loader").get("/orders/unmatched").jsonPath();
        return waiting.getList("findAll { it.orderId == '" + id + "' }.reason").contains("no-performer");
    }

    @Test
    void shouldAskWhomTheCatalogueNamesForTheSendersOwnCode() throws Exception {
        // Given
        catalogue("RX902", "");

        // When
        var answer = order("NW", "Tired");

        // Then
        assertThat(answer).contains("MSA|AA").doesNotContain("ERR|");
        assertThat(performer()).isEqualTo("RX902");
        assertThat(placed().getString("entry[0].resource.performer[0].extension[0].valueString"))
                .contains("Chosen by the region's catalogue");
        assertThat(as("loader")
                        .get("/fhir/R4/Task?based-on=ServiceRequest/" + placed().getString("entry[0].resource.id"))
                        .jsonPath()
                        .getString("entry[0].resource.owner.identifier.value"))
                .isEqualTo("RX902");
    }

    @Test
    void shouldStayWithWhomItWasGivenToWhenItComesAgainOrIsChanged() throws Exception {
        // Given
        catalogue("RX902", "");
        order("NW", "Tired");
        catalogue("RX903", "");

        // When
        order("NW", "Tired");
        var versionAfterRepeat = placed().getString("entry[0].resource.meta.versionId");
        var changed = order("XO", "Very tired");

        // Then
        assertThat(versionAfterRepeat).isEqualTo("1");
        assertThat(changed).contains("MSA|AA");
        assertThat(placed().getString("entry[0].resource.note[0].text")).isEqualTo("Very tired");
        assertThat(performer()).isEqualTo("RX902");
    }

    @Test
    void shouldGoOnWhereTheNamedOneIsFullForOrdersInTheSendersOwnCodesToo() throws Exception {
        // Given
        catalogue("RX902", """
                ,{"url":"capacityPerDay","valueInteger":1}]},
                 {"url":"urn:meridian:extension:catalogue-performer","extension":[
                  {"url":"organization","valueReference":{"reference":"Organization/RX903"}}""");
        order("NW", "Tired");
        var first = performer();
        placer = UUID.randomUUID().toString();

        // When
        order("NW", "Tired");

        // Then
        assertThat(first).isEqualTo("RX902");
        assertThat(performer()).isEqualTo("RX903");
    }

    @Test
    void shouldShowAnOrderThatNobodyIsAskedToDoUntilSomebodyIs() throws Exception {
        // When
        var answer = order("NW", "Tired");

        // Then
        assertThat(answer).contains("MSA|AA", "ERR|", "Name the performer in MSH-6");
        assertThat(placed().getList("entry")).hasSize(1);
        assertThat(performer()).isNull();
        assertThat(isWorkItem()).isTrue();

        // When
        order("XO", "Tired", "RX902");

        // Then
        assertThat(performer()).isEqualTo("RX902");
        await(() -> !isWorkItem());
    }

    @Test
    void shouldShowNoOrderThatIsCancelledBeforeItComes() throws Exception {
        // When
        var answer = order("CA", "Tired");

        // Then
        assertThat(answer).contains("MSA|AA").doesNotContain("Name the performer");
        assertThat(isWorkItem()).isFalse();
    }
}
