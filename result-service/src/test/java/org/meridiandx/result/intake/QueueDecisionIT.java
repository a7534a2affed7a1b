package org.meridiandx.result.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// What people decide of reports that wait for their patient.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class QueueDecisionIT {
    private static final String RIGHT = "{\"patient\":\"Patient/patient-q\",\"reason\":\"Request form seen\"}";
    private static final String NOBODY = "{\"reason\":\"Control sample\"}";
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    PostgresDatabase database;

    @Inject
    MllpPort mllp;

    @BeforeEach
    void reset() {
        identity.reset();
        identity.patients().add("patient-q", "9990000352", "1970-01-01");
        identity.patients().add("patient-r", "9990000360", "1980-01-01");
    }

    @Test
    void shouldGiveAReportToThePatientThatSomebodyChose() throws Exception {
        // Given
        var id = waiting("Q1", "9990000379");

        // When
        var answer = post("lab", id + "/$resolve", RIGHT);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("decision")).isEqualTo("resolved");
        var line = Region.found("gp", "Observation?patient=patient-q&code=K");
        assertThat(line.getString("entry[0].resource.subject.identifier.value")).isEqualTo("9990000352");
        assertThat(get("lab", "").asString()).doesNotContain(id);
        kafka.await(topics.results(), 1, Duration.ofSeconds(15), record -> {
            var event = Events.read(record.value());
            return event.hasReportAvailable() && event.getPatientId().equals("patient-q");
        });
        var kept = new Rows(database)
                .text(
                        "select reason || '|' || actor || '|' || client_id || '|' || organisation"
                                + " from unmatched_decision where report_id = ?",
                        id);
        assertThat(kept).isEqualTo("Request form seen|Device/lab|lab|RX902");
    }

    @Test
    void shouldAnswerTheSameDecisionAgainAndRefuseAnother() throws Exception {
        // Given
        var id = waiting("Q2", "9990000387");
        var first = post("lab", id + "/$resolve", RIGHT).asString();

        // When
        var again = post("lab", id + "/$resolve", RIGHT);
        var another = post("lab", id + "/$resolve", RIGHT.replace("patient-q", "patient-r"));
        var rejected = post("lab", id + "/$reject", NOBODY);

        // Then
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.asString()).isEqualTo(first);
        assertThat(another.statusCode()).isEqualTo(409);
        assertThat(rejected.statusCode()).isEqualTo(409);
        assertThat(Region.found("gp", "Observation?patient=patient-r").getInt("total"))
                .isZero();
    }

    @Test
    void shouldDecideOnceWhenSeveralDecideAtTheSameTime() throws Exception {
        // Given
        var id = waiting("Q3", "9990000395");

        // When
        var answers = IntStream.range(0, 8)
                .mapToObj(turn -> CompletableFuture.supplyAsync(() -> turn % 2 == 0
                        ? post("lab", id + "/$resolve", RIGHT).statusCode()
                        : post("lab", id + "/$reject", NOBODY).statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        // Then
        assertThat(answers).hasSize(8).containsOnly(200, 409);
        assertThat(new Rows(database).text("select count(*) from unmatched_decision where report_id = ?", id))
                .isEqualTo("1");
    }

    @Test
    void shouldMarkARejectedReportAsEnteredInErrorAndShowItToItsSenderOnly() throws Exception {
        // Given
        var id = waiting("Q4", "9990000409");
        identity.access().denyByDefault();

        // When
        var answer = post("lab", id + "/$reject", NOBODY);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        var report = Region.found("lab", "DiagnosticReport/" + id);
        assertThat(report.getString("status")).isEqualTo("entered-in-error");
        assertThat(Region.found("lab", report.getString("result[0].reference")).getString("status"))
                .isEqualTo("entered-in-error");
        assertThat(Region.get("gp", "DiagnosticReport/" + id).statusCode()).isEqualTo(403);
        assertThat(get("lab", "").asString()).doesNotContain(id);
    }

    @Test
    void shouldSayWhomEachIdentifierNames() throws Exception {
        // Given: NHS number of one patient, birth date of another
        var message = new String(potassium("Q5", "9990000360"), StandardCharsets.UTF_8);
        Region.send(mllp.number(), message.getBytes(StandardCharsets.UTF_8));
        var id = idOf("Q5");

        // When
        var item = get("lab", "/" + id).jsonPath();

        // Then
        assertThat(item.getString("reason")).isEqualTo("identity-conflict");
        assertThat(item.getString("candidates[0].patient")).isEqualTo("Patient/patient-r");
        assertThat(item.getBoolean("candidates[0].birthDateAgrees")).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"gp,403", "pacs,403", "stranger,403", "patient,403", "radiologist,404"})
    void shouldTellNobodyElseAnything(String persona, int status) throws Exception {
        // Given
        var id = waiting("Q6" + persona, "9990000417");

        // When
        var answers = List.of(
                get(persona, "/" + id), post(persona, id + "/$resolve", RIGHT), post(persona, id + "/$reject", NOBODY));

        // Then
        assertThat(answers).extracting(Response::statusCode).containsOnly(status);
        assertThat(answers).extracting(Response::asString).noneMatch(text -> text.contains("9990000417"));
        assertThat(get("lab", "?_count=200").asString()).contains(id);
    }

    @Test
    void shouldNotGiveAResultToAPatientWhoseRecordTheCallerMayNotWriteTo() throws Exception {
        // Given
        var id = waiting("Q7", "9990000425");
        identity.patients().add("patient-s", "9990000468", "1990-01-01");
        identity.access().refuse("RX902", "patient-s");

        // When
        var answer = post("lab", id + "/$resolve", RIGHT.replace("patient-q", "patient-s"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(get("lab", "?_count=200").asString()).contains(id);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "$resolve;nonsense;400",
                "$resolve;[];400",
                "$resolve;{};400",
                "$resolve;{\"patient\":\"Patient/patient-q\"};400",
                "$resolve;{\"patient\":\"Patient/nobody\",\"reason\":\"x\"};422",
                "$reject;{\"reason\":\" \"};400",
                "$reject;{\"reason\":{}};400"
            })
    void shouldNameWhatIsWrongWithADecision(String operation, String body, int status) throws Exception {
        // Given
        var id = waiting("Q8" + Math.abs(body.hashCode()), "9990000433");

        // When
        var answer = post("lab", id + "/" + operation, body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void shouldGiveTheWholeQueueByPages() throws Exception {
        // Given
        var ids = List.of(waiting("Q9-1", "9990000441"), waiting("Q9-2", "9990000441"), waiting("Q9-3", "9990000441"));

        // When
        var found = new ArrayList<String>();
        var next = "?_count=2";
        while (!next.isEmpty()) {
            var page = get("lab", next);
            found.addAll(page.jsonPath().getList("report"));
            var link = page.header("Link");
            next = link == null ? "" : link.substring(link.indexOf('?'), link.indexOf('>'));
        }

        // Then
        assertThat(found).doesNotHaveDuplicates();
        assertThat(found)
                .containsSubsequence(
                        ids.stream().map(id -> "DiagnosticReport/" + id).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "?_count=0",
        "?_count=201",
        "?_count=x",
        "?_cursor=x",
        "?_cursor=MTA",
        "?reason=%0D%0AX",
        "?reason=%00",
        "?_sort=a",
        "?_count=1&_count=2"
    })
    void shouldRefuseParametersThatItDoesNotKnow(String query) {
        assertThat(get("lab", query).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"%00,400", "x%0Ay,400", "nobody,404"})
    void shouldKnowNothingThatDoesNotWait(String id, int status) {
        assertThat(get("lab", "/" + id).statusCode()).isEqualTo(status);
        assertThat(post("lab", id + "/$reject", NOBODY).statusCode()).isEqualTo(status);
    }

    @Test
    void shouldMatchAReportThatItsSenderSendsAgainWithTheRightNumber() throws Exception {
        // Given
        var id = waiting("Q10", "9990000450");
        var corrected =
                new String(potassium("Q10", "9990000352"), StandardCharsets.UTF_8).replace("|Q10|P|", "|Q10-2|P|");

        // When
        Region.send(mllp.number(), corrected.getBytes(StandardCharsets.UTF_8));

        // Then
        new Rows(database).await("patient-q", "select patient_id from diagnostic_report where id = '" + id + "'");
    }

    private String waiting(String number, String nhsNumber) throws Exception {
        assertThat(Region.send(mllp.number(), potassium(number, nhsNumber)).code())
                .isEqualTo("AA");
        return idOf(number);
    }

    private String idOf(String number) throws Exception {
        return new Rows(database).text("select report_id from unmatched_report where filler_number = ?", number);
    }

    private static byte[] potassium(String number, String nhsNumber) throws IOException {
        return Samples.message(
                number,
                nhsNumber,
                "OBR|1|PL" + number + "|" + number + "|K^Potassium^L|||20261120||||||||||||||||||F",
                "OBX|1|NM|K^Potassium^L||5.9|mmol/L|3.5-5.3|H|||F");
    }

    private static Response get(String persona, String path) {
        return given().urlEncodingEnabled(false)
                .header(
                        "Authorization",
                        "Bearer " + Tokens.of(Persona.named(persona)).sign())
                .get("/results/unmatched" + path);
    }

    private static Response post(String persona, String path, String body) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + Tokens.persona(persona))
                .contentType("application/json")
                .body(body)
                .post("/results/unmatched/" + path);
    }
}
