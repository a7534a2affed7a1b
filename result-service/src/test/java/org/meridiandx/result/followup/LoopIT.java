package org.meridiandx.result.followup;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.AcknowledgementOutdated;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class LoopIT {
    private static final String STATE = "select state from follow_up where report_id = ?";
    private static final String STEPS =
            "select string_agg(kind, ' ' order by id) from follow_up_step where report_id = ?";

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    PostgresDatabase database;

    @Inject
    MllpPort mllp;

    private Potassium potassium;
    private Rows rows;

    @BeforeEach
    void begin() {
        identity.reset();
        potassium = new Potassium(mllp.number(), identity);
        rows = new Rows(database);
    }

    @Test
    void shouldFollowAReportFromItsArrivalToItsAcknowledgement() throws Exception {
        // Given
        var id = reported("L100", "4.4", "N");
        var arrived = rows.text(
                "select organisation || ' ' || urgency || ' ' || is_addressed || ' ' || level"
                        + " from follow_up where report_id = ?",
                id);

        // When
        Region.found("gp", "DiagnosticReport?identifier=L100");
        var shown = rows.await("delivered", STATE, id);
        Region.found("gp", "DiagnosticReport/" + id);
        var read = rows.await("opened", STATE, id);
        var answer = Region.post("gp", "DiagnosticReport/" + id + "/$acknowledge", new byte[0]);

        // Then
        assertThat(arrived).isEqualTo("Y90001 2 true 0");
        assertThat(shown).isEqualTo("delivered");
        assertThat(read).isEqualTo("opened");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(rows.text(STEPS, id)).isEqualTo("addressed delivered opened acknowledged");
        assertThat(rows.text("select owner from follow_up where report_id = ?", id))
                .isEqualTo("Practitioner/gp-1");
        assertThat(rows.text(
                        "select actor || ' ' || organisation from follow_up_step"
                                + " where report_id = ? and kind = 'opened'",
                        id))
                .isEqualTo("Practitioner/gp-1 Y90001");
    }

    @Test
    void shouldNotCountAsOpenedWhatThePatientReads() throws Exception {
        // Given
        var id = reported("L150", "4.4", "N");
        var own = Tokens.of(Persona.PATIENT).patient(Samples.PATIENT_ID).sign();

        // When
        var read = given().header("Authorization", "Bearer " + own).get("/fhir/R4/DiagnosticReport/" + id);
        Region.found("gp", "DiagnosticReport?identifier=L150");

        // Then
        assertThat(read.statusCode()).as(read.asString()).isEqualTo(200);
        assertThat(rows.await("delivered", STATE, id)).isEqualTo("delivered");
        assertThat(rows.text(STEPS, id)).isEqualTo("addressed delivered");
    }

    @Test
    void shouldNotCountAsOpenedWhatWasReadInAnOlderVersion() throws Exception {
        // Given
        var id = reported("L160", "5.1", "N");
        potassium.send("L160-2", "L160", "C", "7.1", "HH");

        // When
        var older = Region.get("gp", "DiagnosticReport/" + id + "/_history/1");
        var shown = rows.await("delivered", STATE, id);
        Region.found("gp", "DiagnosticReport/" + id + "/_history");

        // Then
        assertThat(older.statusCode()).as(older.asString()).isEqualTo(200);
        assertThat(shown).isEqualTo("delivered");
        assertThat(rows.await("opened", STATE, id)).isEqualTo("opened");
    }

    @Test
    void shouldLeaveItWithThoseWhoAskedWhenOthersReadAndAcknowledgeIt() throws Exception {
        // Given
        var id = reported("L200", "4.4", "N");

        // When
        Region.found("hospital-doctor", "DiagnosticReport/" + id);
        Region.post("hospital-doctor", "DiagnosticReport/" + id + "/$acknowledge", new byte[0]);
        Region.found("gp", "DiagnosticReport/" + id);

        // Then
        assertThat(rows.await("opened", STATE, id)).isEqualTo("opened");
        assertThat(rows.text(STEPS, id)).isEqualTo("addressed opened");
    }

    @Test
    void shouldReopenWhatWasAcknowledgedAndTellWhoDid() throws Exception {
        // Given
        var id = reported("L300", "5.1", "N");
        Region.post("gp", "DiagnosticReport/" + id + "/$acknowledge", new byte[0]);

        // When
        potassium.send("L300-2", "L300", "C", "7.1", "HH");

        // Then
        assertThat(rows.text(
                        "select state || ' ' || version || ' ' || urgency || ' ' || level from follow_up"
                                + " where report_id = ?",
                        id))
                .isEqualTo("addressed 2 0 0");
        assertThat(rows.text(
                        "select round(extract(epoch from due_at - now()) / 60) from follow_up" + " where report_id = ?",
                        id))
                .isEqualTo("60");
        assertThat(rows.text(STEPS, id)).isEqualTo("addressed acknowledged reopened");
        var told = outdated(id);
        assertThat(told.getAcknowledgedBy()).isEqualTo("Practitioner/gp-1");
        assertThat(told.getAcknowledgedVersion()).isEqualTo(1);
        assertThat(told.getVersion()).isEqualTo(2);
    }

    @Test
    void shouldBeginNothingAnewWhenTheSameIsSentAgainOrWithdrawnToRoutine() throws Exception {
        // Given
        var id = reported("L400", "7.0", "HH");

        // When
        potassium.send("L400-2", "L400", "F", "7.0", "HH");
        var afterRepeat = rows.text(STEPS, id);
        potassium.send("L400-3", "L400", "C", "4.1", "N");

        // Then
        assertThat(afterRepeat).isEqualTo("addressed");
        assertThat(rows.text(STEPS, id)).isEqualTo("addressed superseded");
        assertThat(rows.text("select urgency from follow_up where report_id = ?", id))
                .as("what was critical is not routine the moment it is taken back")
                .isEqualTo("1");
        assertThat(rows.text("select due_at <= now() + interval '1 hour' from follow_up where report_id = ?", id))
                .as("and waits no longer than before")
                .isEqualTo("t");
    }

    @Test
    void shouldFollowAReportThatNobodyAskedForAtItsMaker() throws Exception {
        // Given
        var number = "L" + UUID.randomUUID().toString().substring(0, 8);
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
        potassium.send(number + "-1", number, "F", "4.4", "N");
        var id = potassium.report(number);
        var before = rows.text("select organisation || ' ' || is_addressed from follow_up where report_id = ?", id);

        // When
        Region.post("gp", "DiagnosticReport/" + id + "/$acknowledge", new byte[0]);

        // Then
        assertThat(before).isEqualTo("RX902 false");
        assertThat(rows.text("select organisation || ' ' || state from follow_up where report_id = ?", id))
                .isEqualTo("Y90001 acknowledged");
    }

    @Test
    void shouldNeverChangeAStepThatWasMade() throws Exception {
        // Given
        var id = reported("L500", "4.4", "N");

        // When
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            // Then
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> statement.execute("delete from follow_up_step where report_id = '" + id + "'"))
                    .hasMessageContaining("never changed");
        }
    }

    private String reported(String number, String value, String flag) throws Exception {
        potassium.order(number);
        potassium.send(number + "-1", number, "F", value, flag);
        return potassium.report(number);
    }

    private AcknowledgementOutdated outdated(String reportId) {
        return kafka
                .await(
                        topics.results(),
                        1,
                        Duration.ofSeconds(10),
                        record -> read(record.value())
                                .getAcknowledgementOutdated()
                                .getReportId()
                                .equals(reportId))
                .stream()
                .map(record -> read(record.value()).getAcknowledgementOutdated())
                .findFirst()
                .orElseThrow();
    }

    private static Event read(byte[] bytes) {
        try {
            return Event.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
