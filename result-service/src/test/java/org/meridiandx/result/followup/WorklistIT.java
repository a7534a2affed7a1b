package org.meridiandx.result.followup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.result.followup.Operations.parameters;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.result.Region;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class WorklistIT {
    IdentityStandIn identity;
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
        rows.execute("delete from follow_up");
    }

    @Test
    void shouldListTheMostUrgentFirstAndPageWithoutLoss() throws Exception {
        // Given
        var routine = reported("W100", "4.4", "N");
        var critical = reported("W101", "7.0", "HH");
        var another = reported("W102", "4.5", "N");

        // When
        var seen = new ArrayList<String>();
        var page = Operations.list("gp", "list=team&_count=1");
        while (true) {
            seen.addAll(page.getList("items.report"));
            String next = page.getString("next");
            if (next == null) {
                break;
            }
            page = Operations.list("gp", next.substring(next.indexOf('?') + 1));
        }

        // Then
        assertThat(seen)
                .containsExactly(
                        "DiagnosticReport/" + critical, "DiagnosticReport/" + routine, "DiagnosticReport/" + another);
    }

    @Test
    void shouldShowMineToMeAndToWhoStandsInForMe() throws Exception {
        // Given
        var id = reported("W200", "4.4", "N");
        Region.post("gp", "DiagnosticReport/" + id + "/$assign", parameters("person", "Practitioner/away-1"));
        var before = reports("mine");

        // When
        var cover = cover(
                "gp",
                "{'absent':'Practitioner/away-1','covering':'Practitioner/gp-1',"
                        + "'from':'2026-01-01T00:00:00Z','to':'2026-12-31T00:00:00Z'}");
        var during = reports("mine");
        var foreign = Operations.delete(
                "lab", "/results/follow-ups/covers/" + cover.jsonPath().getString("id"));
        var ended = Operations.delete(
                "gp", "/results/follow-ups/covers/" + cover.jsonPath().getString("id"));
        var after = reports("mine");

        // Then
        assertThat(List.of(cover.statusCode(), foreign.statusCode(), ended.statusCode()))
                .containsExactly(201, 404, 204);
        assertThat(before).isEmpty();
        assertThat(during).containsExactly("DiagnosticReport/" + id);
        assertThat(after).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{'covering':'Dr Who','from':'2026-01-01T00:00:00Z','to':'2026-02-01T00:00:00Z'}",
                "{'covering':'PractitionerRole/x','from':'2026-01-01T00:00:00Z','to':'2026-02-01T00:00:00Z'}",
                "{'covering':'Practitioner/x','from':'today','to':'2026-02-01T00:00:00Z'}",
                "{'covering':'Practitioner/x','from':'2026-03-01T00:00:00Z','to':'2026-02-01T00:00:00Z'}",
                "{'covering':'Practitioner/gp-1','from':'2026-01-01T00:00:00Z','to':'2026-02-01T00:00:00Z'}",
                "{'covering':'Practitioner/x','from':'2026-01-01T00:00:00Z','to':'2029-02-01T00:00:00Z'}",
                "{'cover':'Practitioner/x'}",
            })
    void shouldRefuseACoverThatCannotBe(String body) {
        assertThat(cover("gp", body).statusCode()).isIn(400, 422);
    }

    @Test
    void shouldGiveTheReportsOfSomebodyWhoIsGoneBackToTheTeam() throws Exception {
        // Given
        var id = reported("W250", "4.4", "N");
        Region.post("gp", "DiagnosticReport/" + id + "/$assign", parameters("person", "Practitioner/gone-1"));

        // When
        var others = Operations.post("lab", "/results/follow-ups/release", "{'person':'Practitioner/gone-1'}");
        var released = Operations.post("gp", "/results/follow-ups/release", "{'person':'Practitioner/gone-1'}");

        // Then
        assertThat(others.jsonPath().getInt("released")).isZero();
        assertThat(released.jsonPath().getInt("released")).isOne();
        assertThat(Operations.get("gp", "/results/follow-ups/" + id).jsonPath().getList("steps.step"))
                .isEqualTo(List.of("addressed", "assigned", "released"));
    }

    @Test
    void shouldListWhatIsOverdueAndWhatNobodyAskedFor() throws Exception {
        // Given
        var id = reported("W300", "7.0", "HH");
        var before = reports("overdue");

        // When
        rows.execute("update follow_up set due_at = now() where report_id = ?", id);
        rows.await("2", "select level from follow_up where report_id = ?", id);
        identity.orders().reset();
        potassium.send("W301-1", "W301", "F", "4.4", "N");

        // Then
        assertThat(before).isEmpty();
        assertThat(reports("overdue")).containsExactly("DiagnosticReport/" + id);
        assertThat(Operations.list("lab", "list=unaddressed").getList("items.state"))
                .hasSize(1);
    }

    @Test
    void shouldServeTheListAsTasks() throws Exception {
        // Given
        var id = reported("W400", "7.0", "HH");

        // When
        var answer = Region.get("gp", "DiagnosticReport/$follow-ups?list=team");
        var bundle = answer.jsonPath();

        // Then
        assertThat(FhirJson.parse(answer.asByteArray(), Bundle.class).getEntry())
                .as("read strictly")
                .allSatisfy(entry -> assertThat(entry.getResource()).isInstanceOf(Task.class));
        assertThat(bundle.getString("entry[0].resource.resourceType")).isEqualTo("Task");
        assertThat(bundle.getString("entry[0].resource.status")).isEqualTo("requested");
        assertThat(bundle.getString("entry[0].resource.priority")).isEqualTo("stat");
        assertThat(bundle.getString("entry[0].resource.focus.reference"))
                .isEqualTo("DiagnosticReport/" + id + "/_history/1");
        assertThat(bundle.getString("entry[0].resource.owner.identifier.value")).isEqualTo("Y90001");
        assertThat(bundle.getString("entry[0].fullUrl")).endsWith("/DiagnosticReport/" + id + "/$follow-up");
    }

    @Test
    void shouldShowNobodyWhatIsNotTheirs() throws Exception {
        // Given
        var id = reported("W500", "7.0", "HH");

        // When
        var stranger = Operations.list("stranger", "list=team").getList("items");
        var lists = List.of(
                Region.get("stranger", "DiagnosticReport/" + id + "/$follow-up"),
                Operations.get("stranger", "/results/follow-ups/" + id),
                Operations.get("patient", "/results/follow-ups?list=team"),
                Region.post(
                        "stranger",
                        "DiagnosticReport/" + id + "/$telephone",
                        parameters("to", "x", "readBack", "true")));

        // Then
        assertThat(stranger).isEmpty();
        assertThat(lists).extracting(Response::statusCode).containsOnly(403);
    }

    @Test
    void shouldLeaveOutWhatTheDecisionRefuses() throws Exception {
        // Given
        var id = reported("W600", "7.0", "HH");
        identity.access().refuse("Y90001", "refused-1");

        // When
        var before = reports("team");
        rows.execute("update diagnostic_report set patient_id = 'refused-1' where id = ?", id);

        // Then
        assertThat(before).containsExactly("DiagnosticReport/" + id);
        assertThat(reports("team")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list=yours",
                "_count=0",
                "_count=201",
                "_count=x",
                "cursor=x",
                "patient=1",
                "list=team&list=mine"
            })
    void shouldNameAParameterThatCannotBe(String query) {
        // When
        var answer = Operations.get("gp", "/results/follow-ups?" + query);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.asString()).containsAnyOf("list", "_count", "cursor");
    }

    private static Response cover(String persona, String body) {
        return Operations.post(persona, "/results/follow-ups/covers", body);
    }

    private List<String> reports(String list) {
        return Operations.list("gp", "list=" + list).getList("items.report");
    }

    private String reported(String number, String value, String flag) throws Exception {
        potassium.order(number);
        potassium.send(number + "-1", number, "F", value, flag);
        return potassium.report(number);
    }
}
