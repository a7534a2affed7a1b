package org.meridiandx.result.bundles;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.AuditRecord;
import org.meridiandx.result.Region;
import org.meridiandx.result.Results;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// The batch rules of FHIR R4 http: every entry for itself, with a status and an outcome of its
/// own.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class BatchIT {
    private static final Logger LOG = Logger.getLogger(BatchIT.class);
    private static final String UNKNOWN_NHS_NUMBER = "9990000034";
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
    }

    @Test
    void shouldFileTheGoodEntriesAndRefuseTheBadOnesEachWithItsReason() {
        // Given
        identity.patients().add("patient-2", "9990000093", "1980-01-01");
        identity.access().refuse("RX902", "patient-2");
        var unknown = "9990000077";
        var unreadable = Results.observation("B1-5").put("status", "nearly");
        var batch = BundleBuilder.of("batch")
                .post(Results.observation("B1-0"))
                .post(Results.observation("B1-1", unknown))
                .post(Results.observation("B1-2", "9990000093"))
                .post(Results.json("{\"resourceType\":\"Claim\"}"))
                .post(unreadable)
                .entry("PUT", Results.observation("B1-5"))
                .bare("GET", "Observation?identifier=B1-0")
                .bare("DELETE", "Observation/1")
                .post(Results.observation("B1-8"));

        // When
        var answer = batch("lab", batch);

        // Then
        assertThat(statuses(answer))
                .containsExactly("201 Created", "422", "403", "422", "400", "422", "400", "400", "201 Created");
        for (var refused : List.of(1, 3, 4, 5, 6, 7)) {
            assertThat(answer.getString("entry[" + refused + "].response.outcome.issue[0].expression[0]"))
                    .startsWith("Bundle.entry[" + refused + "]");
        }
        assertThat(answer.getString("entry[1].response.outcome.issue[0].diagnostics"))
                .doesNotContain(unknown);
        assertThat(found("identifier=B1-0")).isEqualTo(1);
        assertThat(found("identifier=B1-8")).isEqualTo(1);
        assertThat(found("identifier=B1-1")).isZero();
    }

    @Test
    void shouldWriteDownEachEntryThatIsRefused() {
        // Given
        identity.patients().add("patient-3", "9990000352", "1980-01-01");
        identity.access().refuse("RX902", "patient-3");
        var batch = BundleBuilder.of("batch")
                .post(Results.observation("B11-0"))
                .post(Results.observation("B11-1", "9990000352"));

        // When
        var answer = batch("lab", batch);
        var together = Region.post(
                "lab",
                "",
                BundleBuilder.of("transaction")
                        .post(Results.observation("B11-2", "9990000352"))
                        .toBytes());

        // Then
        assertThat(statuses(answer)).containsExactly("201 Created", "403");
        assertThat(together.statusCode()).isEqualTo(403);
        var told = kafka.await(topics.audit(), 2, Duration.ofSeconds(20), record -> {
            var event = Events.read(record.value());
            return event.getPatientId().equals("patient-3")
                    && event.getAudit().getOutcome().equals("denied");
        });
        assertThat(told)
                .extracting(record -> Events.read(record.value()).getAudit().getResourceType())
                .containsOnly("Observation");
    }

    @Test
    void shouldWriteDownWhoLacksTheScopeForAnEntry() {
        // Given
        var requestId = UUID.randomUUID().toString();
        var batch = BundleBuilder.of("batch").post(Results.observation("B12-0"));

        // When
        var answer = Region.post("patient", "", batch.toBytes(), "X-Request-ID", requestId);

        // Then
        assertThat(statuses(answer.jsonPath())).containsExactly("403");
        assertThat(audited(requestId)).singleElement().satisfies(entry -> {
            assertThat(entry.getOutcomeReason()).isEqualTo("insufficient-scope");
            assertThat(entry.getResourceType()).isEqualTo("Observation");
        });
    }

    @Test
    void shouldWriteDownOnceWhoLacksTheScopeForASingleResource() {
        // Given
        var requestId = UUID.randomUUID().toString();

        // When
        var answer = Region.post(
                "patient",
                "Observation",
                Results.observation("B13").toString().getBytes(StandardCharsets.UTF_8),
                "X-Request-ID",
                requestId);

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(audited(requestId)).singleElement().satisfies(entry -> {
            assertThat(entry.getOutcomeReason()).isEqualTo("insufficient-scope");
            assertThat(entry.getResourceType()).isEqualTo("Observation");
        });
    }

    @Test
    void shouldRefuseAnEntryThatLeansOnAnother() {
        // Given
        var report = Results.report("B2", "final", "x");
        report.putArray("result").addObject().put("reference", "urn:uuid:00000000-0000-4000-8000-000000000099");
        var batch = BundleBuilder.of("batch")
                .post(report)
                .post(Results.observation("B2-1"))
                .named("urn:uuid:00000000-0000-4000-8000-000000000099");

        // When
        var answer = batch("lab", batch);

        // Then
        assertThat(statuses(answer)).containsExactly("422", "201 Created");
        assertThat(answer.getString("entry[0].response.outcome.issue[0].diagnostics"))
                .contains("send a transaction");
    }

    @Test
    void shouldSeeWhatEarlierEntriesWrote() {
        // Given
        var batch = BundleBuilder.of("batch")
                .post(Results.report("B3", "final", "clear"))
                .post(Results.report("B3", "final", "clear"))
                .post(Results.report("B3", "final", "not clear"))
                .post(Results.report("B3", "corrected", "not clear"))
                .post(Results.observation("B3-4"))
                .post(Results.observation("B3-4"))
                .onlyIf("identifier=https://lab.example/line|B3-4")
                .post(Results.observation("B3-6"))
                .onlyIf("nonsense=1");

        // When
        var answer = batch("lab", batch);

        // Then
        assertThat(statuses(answer))
                .containsExactly("201 Created", "200 OK", "409", "200 OK", "201 Created", "200 OK", "400");
        assertThat(answer.getString("entry[3].response.location")).endsWith("/_history/2");
        assertThat(answer.getString("entry[5].response.location"))
                .isEqualTo(answer.getString("entry[4].response.location"));
        assertThat(Region.found("gp", "DiagnosticReport?identifier=B3").getString("entry[0].resource.conclusion"))
                .isEqualTo("not clear");
    }

    @Test
    void shouldStoreOnceAndTryTheRefusedAgainWhenTheBatchIsSentAgain() {
        // Given
        var bytes = BundleBuilder.of("batch")
                .post(Results.observation("B4-0"))
                .post(Results.observation("B4-1", UNKNOWN_NHS_NUMBER))
                .toBytes();
        var requestId = "0b1de1b6-3ac3-4b4c-bb9e-0000000000b4";
        var first = Region.post("lab", "", bytes, "X-Request-ID", requestId).jsonPath();
        identity.patients().add("patient-3", UNKNOWN_NHS_NUMBER, "1970-01-01");

        // When
        var second = Region.post("lab", "", bytes, "X-Request-ID", requestId).jsonPath();

        // Then
        assertThat(statuses(first)).containsExactly("201 Created", "422");
        assertThat(statuses(second)).containsExactly("200 OK", "201 Created");
        assertThat(second.getString("entry[0].response.location"))
                .isEqualTo(first.getString("entry[0].response.location"));
        assertThat(found("identifier=B4-0")).isEqualTo(1);
    }

    @Test
    void shouldSayPerEntryThatThePatientsCannotBeLookedUp() {
        // Given
        identity.patients().unavailable(true);
        var batch = BundleBuilder.of("batch").post(Results.observation("B5", "9990000042"));

        // When
        var answer = batch("lab", batch);

        // Then
        assertThat(statuses(answer)).containsExactly("503");
        assertThat(answer.getString("entry[0].response.outcome.issue[0].code")).isEqualTo("transient");
    }

    @Test
    void shouldFileALargeBatchInFewRoundTrips() {
        // Given
        var size = Integer.getInteger("meridian.test.batch", 1_000);
        var batch = BundleBuilder.of("batch");
        for (var i = 0; i < size; i++) {
            batch.post(Results.observation("B6-" + i));
        }
        var bytes = batch.toBytes();
        var begin = System.nanoTime();

        // When
        var answer = Region.post("lab", "", bytes);

        // Then
        LOG.infof("a batch of %d took %s", size, Duration.ofNanos(System.nanoTime() - begin));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(statuses(answer.jsonPath())).isEqualTo(Collections.nCopies(size, "201 Created"));
        assertThat(identity.access().asked()).hasSizeLessThan(5);
    }

    /// What was written down of a request; all of it is there before the answer.
    private List<AuditRecord> audited(String requestId) {
        return kafka.records(topics.audit()).stream()
                .map(record -> Events.read(record.value()).getAudit())
                .filter(entry -> entry.getRequestId().equals(requestId))
                .toList();
    }

    private static JsonPath batch(String persona, BundleBuilder batch) {
        var answer = Region.post(persona, "", batch.toBytes())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(answer.getString("type")).isEqualTo("batch-response");
        return answer;
    }

    private static List<String> statuses(JsonPath answer) {
        return answer.getList("entry.response.status");
    }

    private static int found(String query) {
        return Region.found("gp", "Observation?" + query).getInt("total");
    }
}
