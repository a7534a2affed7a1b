package org.meridiandx.result.everything;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

/// All types of a patient on pages of one size, each resource once, to those who may see it.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class EverythingIT {
    private static final String PATIENT = "patient-everything";
    private static final String NHS_NUMBER = "9990000344";
    private static final String PATH = "Patient/" + PATIENT + "/$everything";
    IdentityStandIn identity;

    @Inject
    MllpPort mllp;

    @BeforeEach
    void fileReports() throws IOException {
        identity.reset();
        identity.patients().add(PATIENT, NHS_NUMBER, "1970-01-01");
        for (var number : List.of("EV1", "EV2")) {
            var message = new String(Samples.fullBloodCount(number, number, "F", "118"), StandardCharsets.UTF_8)
                    .replace(Samples.NHS_NUMBER, NHS_NUMBER);
            assertThat(Region.send(mllp.number(), message.getBytes(StandardCharsets.UTF_8))
                            .code())
                    .isEqualTo("AA");
        }
    }

    private static List<String> walk(String first) {
        var seen = new ArrayList<String>();
        var path = first;
        while (path != null && seen.size() < 100) {
            var page = Region.found("gp", path);
            List<String> shown = page.getList("entry.collect { it.resource.resourceType + '/' + it.resource.id }");
            seen.addAll(shown == null ? List.of() : shown);
            var next = page.getString("link.find { it.relation == 'next' }?.url");
            path = next == null ? null : next.substring(next.indexOf("/R4/") + 4);
        }
        return seen;
    }

    @Test
    void shouldShowEachResourceOnceWhateverThePagesSize() {
        // Given
        var expected = Stream.of("DiagnosticReport", "Observation", "Specimen")
                .flatMap(type -> Region.found("gp", type + "?_count=200&patient=" + PATIENT)
                        .<String>getList("entry.collect { it.resource.resourceType + '/' + it.resource.id }")
                        .stream())
                .toList();

        // When
        var small = walk(PATH + "?_count=2");
        var odd = walk(PATH + "?_count=3");
        var whole = walk(PATH);

        // Then
        assertThat(expected).hasSizeGreaterThan(8);
        assertThat(whole).containsExactlyElementsOf(expected);
        assertThat(small).containsExactlyElementsOf(expected);
        assertThat(odd).containsExactlyElementsOf(expected);
    }

    @Test
    void shouldKeepToTypesAndTimes() {
        // When
        var specimens = walk(PATH + "?_type=Specimen,DiagnosticReport&_count=1");
        var later = walk(PATH + "?start=2030-01-01");
        var earlier = walk(PATH + "?end=2026-11-20&_since=2020-01-01&_type=Observation");

        // Then
        assertThat(specimens).noneMatch(one -> one.startsWith("Observation/")).isNotEmpty();
        assertThat(specimens.getFirst()).startsWith("DiagnosticReport/");
        assertThat(later).isEmpty();
        assertThat(earlier).isNotEmpty().allMatch(one -> one.startsWith("Observation/"));
    }

    @Test
    void shouldKnowTheOperationByAnEncodedDollarToo() {
        // When
        var encoded = walk(PATH.replace("$", "%24"));

        // Then
        assertThat(encoded).isNotEmpty().containsExactlyElementsOf(walk(PATH));
    }

    @ParameterizedTest
    @ValueSource(strings = {PATIENT + ",patient-other", PATIENT + "%2Cpatient-other", "a%5C,b", "a%7Cb"})
    void shouldKnowNoPatientByAnIdThatIsNone(String id) {
        // When
        var answer = Region.get("gp", "Patient/" + id + "/$everything");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(404);
        assertThat(answer.asString()).contains("OperationOutcome");
    }

    @Test
    void shouldShowAStrangerNothing() {
        // When
        var hidden = Region.get("stranger", PATH);
        var narrow = RestAssured.given()
                .urlEncodingEnabled(false)
                .header(
                        "Authorization",
                        "Bearer "
                                + Tokens.of(Persona.GP)
                                        .scope("system/Specimen.rs")
                                        .sign())
                .get("/fhir/R4/" + PATH);

        // Then
        assertThat(hidden.statusCode()).isEqualTo(403);
        assertThat(narrow.statusCode()).isEqualTo(403);
        assertThat(hidden.asString()).contains("OperationOutcome").doesNotContain("118");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?_type=Patient",
                "?_type=",
                "?_count=0",
                "?_count=x",
                "?_cursor=abc",
                "?_cursor=Specimen.abc",
                "?_type=Observation&_cursor=Specimen.",
                "?start=yesterday",
                "?start=2026&start=2025",
                "?code=x"
            })
    void shouldRefuseByNameWhatItDoesNotTake(String query) {
        // When
        var answer = Region.get("gp", PATH + query);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.asString()).contains("OperationOutcome");
    }
}
