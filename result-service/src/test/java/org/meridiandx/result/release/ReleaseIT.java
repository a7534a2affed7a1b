package org.meridiandx.result.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.result.Region;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;

/// What is not released is at no door, to the patient; professionals notice nothing.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class ReleaseIT {
    private static final String PATIENT = "patient-release";
    private static final String CHILD = "patient-release-child";
    private final Releases own = new Releases(PATIENT, "9990000719");
    private final Releases child = new Releases(CHILD, "9990000727");
    IdentityStandIn identity;
    PostgresDatabase database;

    @BeforeEach
    void people() {
        identity.reset();
        identity.patients().add(PATIENT, "9990000719", "1970-01-01");
        identity.patients().add(CHILD, "9990000727", "2020-01-01");
        identity.patients().add("patient-release-other", "9990000735", "1970-01-01");
    }

    @ParameterizedTest
    @CsvSource({
        "LAB, N, '', final, 200",
        "LAB, H, '', final, 404",
        "LAB, HH, '', final, 404",
        "RAD, N, '', final, 404",
        "GE, N, '', final, 404",
        "LAB, N, SEX, final, 404",
        "LAB, N, '', preliminary, 404"
    })
    void shouldReleaseByTheRulesOfTheRegion(String category, String flag, String label, String state, int status) {
        // When
        var id = own.file("ONE-" + category + flag + label + state, category, flag, label, state);

        // Then
        assertThat(own.status(id)).isEqualTo(status);
        assertThat(Region.get("gp", "DiagnosticReport/" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldShowAtNoDoorWhatIsNotReleased() {
        // Given
        var id = own.file("DOOR-1", "RAD", "H", "");
        var seen = Region.found("gp", "DiagnosticReport/" + id);
        var line = seen.getString("result[0].reference");
        var specimen = seen.getString("specimen[0].reference");
        var told = Releases.tell(Tokens.persona("gp"), id, 1, Releases.text("not yet of this content"));
        assertThat(told.statusCode()).as(told.asString()).isEqualTo(201);
        assertThat(own.status(id)).isEqualTo(200);

        // When a correction takes the place of what was commented
        own.file("DOOR-1", "RAD", "L", "", "corrected");

        // Then
        var report = "DiagnosticReport/" + id;
        for (var path : List.of(
                report,
                report + "/_history",
                report + "/_history/1",
                report + "/_history/2",
                report + "/$documents",
                report + "/$acknowledgements",
                report + "/$follow-up",
                report + "/$patient-notes",
                "Binary/" + id + ".2.1",
                "Binary/" + id + ".1.1",
                line,
                line + "/_history",
                line + "/_history/1",
                specimen,
                specimen + "/_history",
                "/results/follow-ups/" + id)) {
            var answer = own.get(path);
            assertThat(answer.statusCode()).as(path + " " + answer.asString()).isBetween(400, 404);
            assertThat(answer.asString()).as(path).doesNotContain("4.44").doesNotContain("DOOR-1");
        }
        assertThat(own.get(report).jsonPath().getString("issue[0].diagnostics"))
                .isEqualTo(own.get("DiagnosticReport/none").jsonPath().getString("issue[0].diagnostics"));
        assertThat(own.get("/results/follow-ups?list=team").statusCode()).isEqualTo(403);
    }

    @Test
    void shouldLeaveOutOfEachAnswerWhatIsNotReleased() {
        // Given
        own.file("LIST-1", "LAB", "N", "");
        own.file("LIST-2", "LAB", "H", "");
        var of = "patient=" + PATIENT;
        var code = of + "&code=urn:t%7C" + Releases.CODE;

        // Then
        for (var path : List.of(
                "DiagnosticReport?" + of,
                "DiagnosticReport?" + of + "&_include=DiagnosticReport:result&_include=DiagnosticReport:specimen",
                "DiagnosticReport?identifier=LIST-2",
                "Observation?" + of,
                "Observation?identifier=LIST-2",
                "Observation?" + of + "&_revinclude=DiagnosticReport:result&_include=Observation:specimen",
                "Specimen?" + of + "&_revinclude=Observation:specimen&_revinclude=DiagnosticReport:specimen",
                "Patient/" + PATIENT + "/$everything?_count=200",
                "Observation/$lastn?max=100&" + of)) {
            var answer = own.get(path);
            assertThat(answer.statusCode()).as(path + " " + answer.asString()).isEqualTo(200);
            assertThat(answer.asString()).as(path).doesNotContain("\"LIST-2\"");
            assertThat(Region.get("gp", path).asString()).as(path).contains("\"LIST-2\"");
        }
        for (var type : List.of("DiagnosticReport", "Observation", "Specimen")) {
            var counted = type + "?_summary=count&" + of;
            var all = Region.found("gp", counted).getInt("total");
            var shown = Region.found("gp", type + "?_count=200&" + of)
                    .getList("entry")
                    .size();
            assertThat(shown).isEqualTo(all);
            assertThat(own.get(counted).jsonPath().getInt("total"))
                    .isEqualTo(own.get(type + "?_count=200&" + of)
                            .jsonPath()
                            .getList("entry")
                            .size())
                    .isLessThan(all);
        }
        var chart = own.get("/charts/observations?" + code).jsonPath();
        var stats = own.get("Observation/$stats?statistic=total-count&" + code).jsonPath();
        var released = own.get("Observation?_count=200&" + code)
                .jsonPath()
                .getList("entry")
                .size();
        assertThat(chart.getList("points").size()).isEqualTo(released);
        assertThat(stats.getInt("parameter[0].resource.component[0].valueQuantity.value"))
                .isEqualTo(released);
        assertThat(own.get("Specimen?identifier=LIST-2&_has:Observation:specimen:code=" + Releases.CODE)
                        .asString())
                .doesNotContain("\"LIST-2\"");
    }

    @Test
    void shouldReleaseWithTimeAndWithoutAnythingThatRuns() throws Exception {
        // Given
        var id = own.file("TIME-1", "LAB", "H", "");

        // When
        Releases.age(database, id, Duration.ofDays(7).minusMinutes(5));
        var before = own.status(id);
        Releases.age(database, id, Duration.ofMinutes(5));
        var after = own.status(id);

        // Then
        assertThat(before).isEqualTo(404);
        assertThat(after).isEqualTo(200);
        assertThat(own.get("Observation?identifier=TIME-1").asString()).contains("4.44");
    }

    @Test
    void shouldKeepFromAChildAndFromWhoActsForItWhatNobodyExplained() {
        // Given
        var id = child.file("CHILD-1", "LAB", "N", "");
        var parent = Tokens.of(Persona.PATIENT)
                .claim("patient", CHILD)
                .claim("fhirUser", "RelatedPerson/parent-1")
                .sign();

        // When
        var before = child.status(id);
        Releases.tell(Tokens.persona("gp"), id, 1, Releases.text("All is well."));

        // Then
        assertThat(before).isEqualTo(404);
        assertThat(child.status(id)).isEqualTo(200);
        assertThat(io.restassured.RestAssured.given()
                        .header("Authorization", "Bearer " + parent)
                        .get("/fhir/R4/DiagnosticReport/" + id)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldAnswerNothingWhileNobodyCanSayHowOldSomebodyIs() {
        // Given
        var id = own.file("AGE-1", "LAB", "N", "");

        // When
        identity.patients().unavailable(true);
        var read = own.status(id);
        var found = own.get("DiagnosticReport?identifier=AGE-1");
        var professional = Region.get("gp", "DiagnosticReport/" + id).statusCode();
        identity.patients().unavailable(false);

        // Then
        assertThat(read).isEqualTo(503);
        assertThat(found.statusCode()).isEqualTo(503);
        assertThat(found.asString()).doesNotContain("AGE-1");
        assertThat(professional).isEqualTo(200);
        assertThat(own.status(id)).isEqualTo(200);
    }

    @Test
    void shouldTellOthersNothing() {
        // Given
        var id = own.file("OTHER-1", "LAB", "N", "");

        // Then
        assertThat(Releases.get("patient-release-other", "DiagnosticReport/" + id)
                        .statusCode())
                .isEqualTo(403);
        assertThat(Releases.get("patient-release-other", "DiagnosticReport?identifier=OTHER-1")
                        .asString())
                .doesNotContain(id);
    }
}
