package org.meridiandx.order.justification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meridiandx.order.RegionFixture.PATIENT;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.placeId;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.contracts.api.v1.RecentResult;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.RecentTable;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// What stays known of a request for ionising imaging, and whom it is shown to.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class JustificationIT {
    private static final String PATH = "/fhir/R4/ServiceRequest/";
    private static final String ENQUIRY = """
            "contained":[{"resourceType":"Observation","id":"preg","status":"final",
              "code":{"coding":[{"system":"http://loinc.org","code":"82810-3"}]},
              "valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"60001007"}]},
              "effectiveDateTime":"%s"}],"supportingInfo":[{"reference":"#preg"}],"subject\"""";

    IdentityStandIn identity;
    PostgresDatabase database;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
        identity.patients().gender(PATIENT, "female");
    }

    private static String ct() {
        return ctChest(UUID.randomUUID().toString());
    }

    private static Response of(String persona, String id) {
        return as(persona).get(PATH + id + "/$justification");
    }

    private static JsonPath shown(String id) {
        var answer = of("gp", id);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath();
    }

    /// The value of a part of the newest record.
    private static String part(JsonPath shown, String name) {
        return shown.getString("parameter.find { it.name == 'record' }.part.find { it.name == '" + name
                + "' }?.find { it.key.startsWith('value') }?.value");
    }

    private static List<String> missing(JsonPath shown) {
        return shown.getList("parameter.find { it.name == 'record' }.part.findAll { it.name == 'missing' }"
                + ".collect { it.part[0].valueCode }");
    }

    private static String assessment(JsonPath shown) {
        return shown.getString(
                "parameter.find { it.name == 'record' }.part.find { it.name == 'assessment' }.resource.parameter");
    }

    private static RecentResult pregnant() {
        return RecentResult.newBuilder()
                .setObservationId("sealed-1")
                .setCode(Code.newBuilder().setSystem("http://loinc.org").setCode("82810-3"))
                .addCodedValues(
                        Code.newBuilder().setSystem("http://snomed.info/sct").setCode("77386006"))
                .setPerformer("RX902")
                .addOrganisations("RX902")
                .addSecurityLabels("R")
                .setStatus("final")
                .setEffectiveAt(RegionEvents.timestampOf(Instant.now().minus(Duration.ofDays(3))))
                .build();
    }

    @Test
    void shouldKeepWhoAskedWhatWasKnownAndWhatWasNot() {
        // When
        var placed = RegionFixture.place(ct());

        // Then
        var shown = shown(placed.getString("id"));
        assertThat(part(shown, "number")).isEqualTo("1");
        assertThat(part(shown, "event")).isEqualTo("placed");
        assertThat(part(shown, "author")).isEqualTo("Practitioner/gp-1");
        assertThat(part(shown, "organisation")).isEqualTo("Y90001");
        assertThat(part(shown, "ionising")).isEqualTo("yes");
        assertThat(part(shown, "examination")).isEqualTo("CT chest");
        assertThat(missing(shown)).containsExactly("pregnancy-status");
        assertThat(assessment(shown)).contains("previous_imaging_checked", "contentVersion", "preg");
        assertThat(placed.getList("code.extension.findAll { it.url.endsWith('justification-missing') }.valueCode"))
                .containsExactly("pregnancy-status");
    }

    @Test
    void shouldTakeTheAnswerToThePregnancyEnquiryThatIsSentAlong() {
        // When
        var placed = RegionFixture.place(ct().replace("\"subject\"", ENQUIRY.formatted(Instant.now())));

        // Then
        var shown = shown(placed.getString("id"));
        assertThat(missing(shown)).isEmpty();
        assertThat(assessment(shown)).contains("pregnancy_status", "not_pregnant", "#preg");
        assertThat(placed.getString("code.extension")).isNull();
    }

    @Test
    void shouldNotAskAManForPregnancy() {
        // Given
        identity.patients().gender(PATIENT, "male");

        // When
        var shown = shown(placeId(ct()));

        // Then
        assertThat(missing(shown)).isEmpty();
    }

    @Test
    void shouldSayThatTheRecordWasNotLookedAt() {
        // Given
        identity.recent().studies(RecentTable.State.AWAY);
        identity.recent().results(RecentTable.State.AWAY);

        // When
        var shown = shown(placeId(ct()));

        // Then
        assertThat(missing(shown)).containsExactly("pregnancy-status", "previous-imaging");
        assertThat(assessment(shown)).contains("unchecked", "imaging", "results");
    }

    @Test
    void shouldKeepEachVersionAndChangeNone() {
        // Given
        var body = ct();
        var id = placeId(body);
        var amended = body.replace("\"resourceType\"", "\"id\":\"" + id + "\",\"resourceType\"")
                .replace("Cough for six weeks", "Cough for eight weeks");
        var change = sending("gp", amended).header("If-Match", "W/\"1\"").put(PATH + id);
        assertThat(change.statusCode()).as(change.asString()).isEqualTo(200);

        // When
        var shown = shown(id);

        // Then
        assertThat(shown.getList(
                        "parameter.findAll { it.name == 'record' }.collect { it.part.find { it.name == 'requestVersion' }"
                                + ".valueInteger }"))
                .containsExactly(2, 1);
        assertThat(part(shown, "event")).isEqualTo("amended");
        for (var statement : List.of("update justification set event = 'x'", "delete from justification")) {
            assertThatThrownBy(() -> run(statement + " where request_id = '" + id + "'"))
                    .hasMessageContaining("append only");
        }
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void shouldWriteNoRecordWhenARequestOnlyMoves() {
        // Given
        var id = placeId(ct());
        sending("gp", RegionFixture.REASON).post(PATH + id + "/$cancel");

        // When
        var shown = shown(id);

        // Then
        assertThat(part(shown, "number")).isEqualTo("1");
    }

    @Test
    void shouldHideFromAReaderWhatRestsOnASealedResult() {
        // Given
        identity.recent().add(PATIENT, pregnant());
        var id = placeId(ct());
        assertThat(of("gp", id).asString()).contains("sealed-1");
        identity.access().sealLabelled();

        // When
        var answer = of("radiologist", id);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.asString())
                .contains("previous_imaging_checked")
                .doesNotContain("sealed-1", "pregnant", "preg-ionising", "ratingBasis");
    }

    @Test
    void shouldHideWhatWasSealedAfterAnEarlierVersionRestedOnIt() {
        // Given
        identity.recent()
                .add(PATIENT, pregnant().toBuilder().clearSecurityLabels().build());
        var body = ct();
        var id = placeId(body);
        identity.recent().reset();
        identity.recent().add(PATIENT, pregnant());
        var amended = body.replace("\"resourceType\"", "\"id\":\"" + id + "\",\"resourceType\"")
                .replace("Cough for six weeks", "Cough for eight weeks");
        var change = sending("gp", amended).header("If-Match", "W/\"1\"").put(PATH + id);
        assertThat(change.statusCode()).as(change.asString()).isEqualTo(200);
        assertThat(of("gp", id).asString()).contains("sealed-1");
        identity.access().sealLabelled();

        // When
        var answer = of("radiologist", id);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.jsonPath().getList("parameter.findAll { it.name == 'record' }"))
                .hasSize(2);
        assertThat(answer.asString()).doesNotContain("sealed-1", "pregnant", "preg-ionising", "ratingBasis");
    }

    @Test
    void shouldShowOfAMaskedRequestOnlyThatThereIsARecord() {
        // Given
        identity.patients().add("patient-irmer", "9990000417", "1980-01-01");
        var id = placeId(ct().replace("patient-1", "patient-irmer"));
        identity.access().mask("RX901", "patient-irmer");

        // When
        var answer = of("hospital-doctor", id);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.asString())
                .contains("SUBSETTED", "recorded")
                .doesNotContain("CT chest", "assessment", "gp-1");
    }

    @Test
    void shouldShowNothingToAStrangerAndSayWhatIsNotThere() {
        // Given
        var id = placeId(ct());
        var mri = placeId(ct().replace("169069000", "816077007").replace("CT of chest", "MRI of brain"));
        var draft = placeId(ct().replace("\"active\"", "\"draft\""));
        identity.access().refuse("Y90099", PATIENT);

        // When
        var stranger = of("stranger", id);

        // Then
        assertThat(stranger.statusCode()).isEqualTo(403);
        assertThat(stranger.asString()).doesNotContain("CT chest");
        assertThat(of("gp", UUID.randomUUID().toString()).statusCode()).isEqualTo(404);
        assertThat(of("gp", mri).statusCode()).isEqualTo(404);
        assertThat(of("gp", draft).statusCode()).isEqualTo(404);
        assertThat(of("auditor", id).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"resourceType\":\"Patient\"}",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"x\",\"valueString\":\"y\"}]}"
            })
    void shouldRefuseABodyThatSaysAnything(String body) {
        // Given
        var id = placeId(ct());

        // When
        var answer = sending("gp", body).post(PATH + id + "/$justification");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isIn(400, 422);
        assertThat(as("gp").urlEncodingEnabled(false)
                        .post(PATH + id + "/%24justification")
                        .statusCode())
                .isEqualTo(200);
        assertThat(sending("gp", "{\"resourceType\":\"Parameters\"}")
                        .post(PATH + id + "/$justification")
                        .statusCode())
                .isEqualTo(200);
        assertThat(RestAssured.given().get(PATH + id + "/$justification").statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldLeaveATraceOfTheReadAndOfTheRecordsShown() {
        // Given
        var result = pregnant().toBuilder()
                .setObservationId("traced-1")
                .clearSecurityLabels()
                .build();
        identity.recent().add(PATIENT, result);
        var id = placeId(ct());

        // When
        of("radiologist", id);

        // Then
        var traces = kafka.await(topics.audit(), 2, Duration.ofSeconds(20), entry -> {
            var audit = Events.read(entry.value()).getAudit();
            return audit.getClientId().equals("radiologist")
                    && (audit.getResourceIdsList().contains(id)
                            || audit.getResourceIdsList().contains("traced-1"));
        });
        assertThat(traces)
                .extracting(entry -> Events.read(entry.value()).getAudit().getResourceType())
                .containsExactlyInAnyOrder("ServiceRequest", "Observation");
    }
}
