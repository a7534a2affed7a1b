package org.meridiandx.result.release;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.result.Region;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Clinicians write to patients, organisations decide when; both stay on record.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class NoteIT {
    private static final String PATIENT = "patient-notes";
    private final Releases own = new Releases(PATIENT, "9990000743");
    IdentityStandIn identity;
    PostgresDatabase database;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void people() {
        identity.reset();
        identity.patients().add(PATIENT, "9990000743", "1970-01-01");
    }

    @Test
    void shouldKeepWhatWasWrittenAndByWhom() {
        // Given
        var id = own.file("NOTE-1", "LAB", "H", "");

        // When
        var first = Releases.tell(Tokens.persona("gp"), id, 1, Releases.text("<b>Drink</b> water."));
        var again = Releases.tell(Tokens.persona("gp"), id, 1, Releases.text("<b>Drink</b> water."));
        var other = Releases.tell(Tokens.persona("hospital-doctor"), id, 1, Releases.text("And call us."));

        // Then
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(other.statusCode()).as(other.asString()).isEqualTo(201);
        assertThat(again.jsonPath().getString("id")).isEqualTo(first.jsonPath().getString("id"));
        var notes = own.get("DiagnosticReport/" + id + "/$patient-notes").jsonPath();
        assertThat(notes.getList("entry.collect { it.resource.payload[0].contentString }"))
                .containsExactly("<b>Drink</b> water.", "And call us.");
        assertThat(notes.getList("entry.resource.sender.reference"))
                .containsExactly("Practitioner/gp-1", "Practitioner/hospital-doctor-1");
        assertThat(notes.getString("entry[0].resource.about[0].reference"))
                .isEqualTo("DiagnosticReport/" + id + "/_history/1");
        assertThat(kafka.await(
                        topics.audit(), 1, Duration.ofSeconds(15), one -> tells(one.value(), "tell-patient", id)))
                .isNotEmpty();
        assertThat(kafka.await(
                        topics.audit(), 1, Duration.ofSeconds(15), one -> tells(one.value(), "patient-notes", id)))
                .isNotEmpty();
    }

    @Test
    void shouldReleaseWhatIsNeverReleasedByItselfOnlyWhenSaidSo() {
        // Given
        var id = own.file("NOTE-2", "LAB", "N", "SEX");

        // When
        Releases.tell(Tokens.persona("gp"), id, 1, Releases.text("Negative."));
        var commented = own.status(id);
        var said = Releases.text("Negative, as we agreed.") + ",{\"name\":\"release\",\"valueBoolean\":true}";
        Releases.tell(Tokens.persona("gp"), id, 1, said);

        // Then
        assertThat(commented).isEqualTo(404);
        assertThat(own.status(id)).isEqualTo(200);
    }

    @Test
    void shouldLetOnlyCliniciansWriteAboutWhatIsCurrent() {
        // Given
        var id = own.file("NOTE-3", "LAB", "H", "");

        // Then
        var text = Releases.text("x");
        assertThat(Releases.tell(Tokens.persona("lab"), id, 1, text).statusCode())
                .isEqualTo(403);
        assertThat(Releases.tell(Tokens.persona("stranger"), id, 1, text).statusCode())
                .isEqualTo(403);
        assertThat(Releases.tell(Releases.ofPatient(PATIENT), id, 1, text).statusCode())
                .isEqualTo(403);
        assertThat(Region.get("stranger", "DiagnosticReport/" + id + "/$patient-notes")
                        .statusCode())
                .isEqualTo(403);
        assertThat(Releases.tell(Tokens.persona("gp"), id, 2, text).statusCode())
                .isEqualTo(409);
        assertThat(Releases.tell(Tokens.persona("gp"), "none", 1, text).statusCode())
                .isEqualTo(404);
        assertThat(own.status(id)).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"name\":\"text\",\"valueString\":\"  \"}",
                "{\"name\":\"text\",\"valueBoolean\":true}",
                "{\"name\":\"text\",\"valueString\":\"a\"},{\"name\":\"text\",\"valueString\":\"b\"}",
                "{\"name\":\"text\",\"valueString\":\"a\"},{\"name\":\"release\",\"valueString\":\"yes\"}",
                "{\"name\":\"colour\",\"valueString\":\"a\"}"
            })
    void shouldRefuseWhatIsNoNote(String parameters) {
        // Given
        var id = own.file("NOTE-4", "LAB", "H", "");

        // When
        var answer = Releases.tell(Tokens.persona("gp"), id, 1, parameters);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(own.status(id)).isEqualTo(404);
    }

    @Test
    void shouldChangeNothingThatWasWritten() {
        // Given
        var id = own.file("NOTE-5", "LAB", "H", "");
        Releases.tell(Tokens.persona("gp"), id, 1, Releases.text("Stays."));

        // Then
        for (var sql : new String[] {
            "update patient_note set said = 'other'", "delete from patient_note", "delete from release_rule"
        }) {
            assertThatThrownBy(() -> run(sql)).isInstanceOf(SQLException.class).hasMessageContaining("never changed");
        }
    }

    @Test
    void shouldFollowTheRulesOfTheOrganisation() {
        // Given
        var id = own.file("RULE-1", "LAB", "H", "");
        var before = own.status(id);

        // When
        var set = rule("PUT", "lab", "laboratory:abnormal", "{\"release\":\"at-once\"}");
        var atOnce = own.status(id);
        rule("PUT", "lab", "laboratory:abnormal", "{\"release\":\"never\"}");
        var never = own.status(id);
        var others = rule("GET", "gp", "", "").jsonPath();
        var listed = rule("GET", "lab", "", "").jsonPath();
        var removed = rule("DELETE", "lab", "laboratory:abnormal", "");

        // Then
        assertThat(set.statusCode()).as(set.asString()).isEqualTo(200);
        assertThat(before).isEqualTo(404);
        assertThat(atOnce).isEqualTo(200);
        assertThat(never).isEqualTo(404);
        assertThat(listed.getString("organisation")).isEqualTo("RX902");
        assertThat(listed.getString("rules[0].release")).isEqualTo("never");
        assertThat(listed.getString("rules[0].setBy")).isEqualTo("Device/lab");
        assertThat(others.getList("rules")).isEmpty();
        assertThat(others.getList("region")).hasSize(10);
        assertThat(removed.jsonPath().getList("rules")).isEmpty();
        assertThat(kafka.await(
                        topics.audit(),
                        1,
                        Duration.ofSeconds(15),
                        one -> tells(one.value(), "release-rule", "laboratory-abnormal-never")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "laboratory:abnormal; {\"release\":\"soon\"}; 400",
                "laboratory:abnormal; {\"release\":\"366d\"}; 400",
                "laboratory:abnormal; {\"release\":7}; 400",
                "laboratory:abnormal; {}; 400",
                "laboratory:abnormal; [1]; 400",
                "laboratory:abnormal; {\"release\":\"7d\",\"more\":1}; 400",
                "laboratory:odd; {\"release\":\"7d\"}; 400",
                "lab; {\"release\":\"7d\"}; 400"
            })
    void shouldRefuseWhatIsNoRule(String rule, String body, int status) {
        // When
        var answer = rule("PUT", "gp", rule, body);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(rule("GET", "gp", "", "").jsonPath().getList("rules")).isEmpty();
    }

    @Test
    void shouldLetNoPatientAndNoStrangeScopeDecide() {
        // When
        var patient = ruled(Releases.ofPatient(PATIENT), "PUT", "laboratory", "{\"release\":\"at-once\"}");
        var narrow =
                Tokens.of(Persona.GP).scope("system/DiagnosticReport.cruds").sign();

        // Then
        assertThat(patient.statusCode()).isEqualTo(403);
        assertThat(ruled(narrow, "PUT", "laboratory", "{\"release\":\"at-once\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(ruled(narrow, "GET", "", "").statusCode()).isEqualTo(403);
        assertThat(given().get("/results/release-rules").statusCode()).isEqualTo(401);
    }

    private static Response rule(String method, String persona, String rule, String body) {
        return ruled(Tokens.persona(persona), method, rule, body);
    }

    private static Response ruled(String token, String method, String rule, String body) {
        var request = given().header("Authorization", "Bearer " + token);
        if (!body.isEmpty()) {
            request.contentType("application/json").body(body);
        }
        return request.request(method, "/results/release-rules" + (rule.isEmpty() ? "" : "/" + rule));
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static boolean tells(byte[] event, String interaction, String id) {
        try {
            var audit = Event.parseFrom(event).getAudit();
            return audit.getInteraction().equals(interaction)
                    && audit.getResourceIdsList().contains(id);
        } catch (InvalidProtocolBufferException bad) {
            throw new AssertionError(bad);
        }
    }
}
