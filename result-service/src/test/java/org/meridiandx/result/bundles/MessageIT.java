package org.meridiandx.result.bundles;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.result.Region;
import org.meridiandx.result.Results;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// Messages and transactions: all or nothing, each at its own door.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class MessageIT {
    private static final String HEADER = """
            {"resourceType":"MessageHeader","id":"msg-1","source":{"endpoint":"https://lab.example"},
             "eventCoding":{"system":"https://lab.example/events","code":"result"}}""";
    IdentityStandIn identity;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
    }

    @Test
    void shouldAnswerAMessageWithAHeaderThatNamesIt() {
        // Given
        var message = message().post(Results.report("M1", "final", "clear"));

        // When
        var answer = process(message);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        var header = answer.jsonPath();
        assertThat(header.getString("type")).isEqualTo("message");
        assertThat(header.getString("entry[0].resource.response.identifier")).isEqualTo("msg-1");
        assertThat(header.getString("entry[0].resource.response.code")).isEqualTo("ok");
        assertThat(header.getString("entry[0].resource.eventCoding.code")).isEqualTo("result");
        assertThat(header.getString("entry[1].resource.issue[0].diagnostics")).startsWith("Stored: DiagnosticReport/");
    }

    @Test
    void shouldTakeALaterVersionInAMessageAndKeepTheLaterWhenTheEarlierComesAgain() {
        // Given
        process(message().post(Results.report("M2", "final", "first").put("issued", "2026-11-21T10:00:00Z")));
        process(message().post(Results.report("M2", "final", "second").put("issued", "2026-11-21T11:00:00Z")));

        // When
        var late = process(
                message().post(Results.report("M2", "preliminary", "early").put("issued", "2026-11-21T09:00:00Z")));

        // Then
        assertThat(late.statusCode()).isEqualTo(409);
        var report = Region.found("gp", "DiagnosticReport?identifier=M2");
        assertThat(report.getString("entry[0].resource.conclusion")).isEqualTo("second");
        assertThat(report.getString("entry[0].resource.meta.versionId")).isEqualTo("2");
    }

    @Test
    void shouldSendARequestToItsOwnAddressInsteadOfDroppingIt() {
        // Given
        ObjectNode header = Results.json(HEADER.replace("\"result\"", "\"servicerequest-request\""));

        // When
        var answer = process(BundleBuilder.of("message").post(header));

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(answer.asString()).contains("/fhir/R4/ServiceRequest/$process-message");
    }

    @Test
    void shouldRefuseWhatIsAtTheWrongDoorOrHasNoHeader() {
        // Given
        var report = Results.report("M3", "final", "x");

        // When
        var noHeader = process(BundleBuilder.of("message").post(report));
        var notAMessage = process(BundleBuilder.of("transaction").post(report));
        var notATransaction = Region.post("lab", "", message().post(report).toBytes());
        var nothingKept = process(message());

        // Then
        assertThat(noHeader.statusCode()).isEqualTo(400);
        assertThat(notAMessage.statusCode()).isEqualTo(400);
        assertThat(notATransaction.statusCode()).isEqualTo(400);
        assertThat(nothingKept.statusCode()).isEqualTo(422);
        assertThat(Region.found("gp", "DiagnosticReport?identifier=M3").getInt("total"))
                .isZero();
    }

    @Test
    void shouldFileNothingOfATransactionWithOneBadEntry() {
        // Given
        var unknown = transaction("T1").post(Results.observation("T1-unknown", "9990000220"));
        var duplicate = transaction("T1").post(Results.report("T0", "final", "other"));
        var early = Results.observation("T1-early").put("effectiveDateTime", "0000-01-01");
        Region.post(
                "lab",
                "",
                BundleBuilder.of("transaction")
                        .post(Results.report("T0", "final", "one"))
                        .toBytes());

        // When
        var statuses = new int[] {
            Region.post("lab", "", unknown.toBytes()).statusCode(),
            Region.post("lab", "", duplicate.toBytes()).statusCode(),
            Region.post("lab", "", transaction("T1").post(early).toBytes()).statusCode(),
            Region.post(
                            "lab",
                            "",
                            transaction("T1").bare("DELETE", "Observation/1").toBytes())
                    .statusCode()
        };

        // Then
        assertThat(statuses).containsExactly(422, 409, 400, 400);
        assertThat(Region.found("gp", "DiagnosticReport?identifier=T1").getInt("total"))
                .isZero();
        assertThat(Region.found("gp", "Observation?identifier=T1-line").getInt("total"))
                .isZero();
    }

    @Test
    void shouldFileATransactionAgainThatWasRefusedBefore() {
        // Given
        var bytes = transaction("T2")
                .post(Results.observation("T2-late", "9990000239"))
                .toBytes();
        var requestId = "0b1de1b6-3ac3-4b4c-bb9e-0000000000d2";
        var refused = Region.post("lab", "", bytes, "X-Request-ID", requestId);
        identity.patients().add("patient-late", "9990000239", "1970-01-01");

        // When
        var filed = Region.post("lab", "", bytes, "X-Request-ID", requestId);

        // Then
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(filed.statusCode()).isEqualTo(200);
        assertThat(filed.jsonPath().getList("entry.response.status")).containsOnly("201 Created");
    }

    private static BundleBuilder transaction(String number) {
        return BundleBuilder.of("transaction")
                .post(Results.report(number, "final", "x"))
                .post(Results.observation(number + "-line"));
    }

    private static BundleBuilder message() {
        ObjectNode header = Results.json(HEADER);
        return BundleBuilder.of("message").post(header);
    }

    private static Response process(BundleBuilder message) {
        return Region.post("lab", "$process-message", message.toBytes());
    }
}
