package org.meridiandx.result.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// What a report said before stays readable, to those who may read what it says now.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class ReportHistoryIT {
    IdentityStandIn identity;
    String id = "";

    @Inject
    MllpPort mllp;

    @BeforeEach
    void correctAReport() throws IOException {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
        Region.send(mllp.number(), Samples.fullBloodCount("H1", "HISTORY", "F", "118"));
        Region.send(mllp.number(), Samples.fullBloodCount("H2", "HISTORY", "C", "131"));
        id = Region.found("gp", "DiagnosticReport?identifier=HISTORY").getString("entry[0].resource.id");
    }

    @Test
    void shouldServeEachVersionAsItStood() {
        // Given
        var path = "DiagnosticReport/" + id + "/_history";

        // When
        var all = Region.found("gp", path);
        var first = Region.get("gp", path + "/1");
        var second = Region.get("gp", path + "/2");

        // Then
        assertThat(all.getList("entry.resource.meta.versionId")).containsExactly("2", "1");
        assertThat(all.getList("entry.request.method")).containsExactly("PUT", "POST");
        assertThat(first.jsonPath().getString("status")).isEqualTo("final");
        assertThat(first.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(second.asString())
                .isEqualTo(Region.get("gp", "DiagnosticReport/" + id).asString());
    }

    @Test
    void shouldSayWhatTookThePlaceOfAnEarlierVersion() {
        // Given
        var line = Region.found("gp", "DiagnosticReport/" + id).getString("result[0].reference");

        // When
        var report = Region.get("gp", "DiagnosticReport/" + id + "/_history/1");
        var first = Region.get("gp", line + "/_history/1");
        var current = Region.get("gp", line + "/_history/2");

        // Then
        assertThat(report.headers().getValues("Link"))
                .hasSize(2)
                .anyMatch(link -> link.endsWith(id + "/_history/2>; rel=\"successor-version\""))
                .anyMatch(link -> link.endsWith(id + ">; rel=\"latest-version\""));
        assertThat(first.headers().getValues("Link"))
                .anyMatch(link -> link.endsWith(line + "/_history/2>; rel=\"successor-version\""));
        assertThat(first.jsonPath().getInt("valueQuantity.value")).isEqualTo(118);
        assertThat(current.headers().getValues("Link")).isEmpty();
    }

    @Test
    void shouldServeTheVersionsOfLinesToThoseWhoMayReadThem() {
        // Given
        var line = Region.found("gp", "DiagnosticReport/" + id).getString("result[0].reference");

        // When
        var all = Region.found("gp", line + "/_history");
        var hidden = Region.get("stranger", line + "/_history");
        var hiddenVersion = Region.get("stranger", line + "/_history/1");

        // Then
        assertThat(all.getList("entry.resource.meta.versionId")).containsExactly("2", "1");
        assertThat(all.getList("entry.request.url")).containsOnly(line);
        assertThat(hidden.statusCode()).isEqualTo(403);
        assertThat(hiddenVersion.statusCode()).isEqualTo(403);
        assertThat(hiddenVersion.header("Link")).isNull();
        assertThat(Region.get("gp", line + "/_history/9").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "-1", "01", "x", "99999999999"})
    void shouldKnowNoVersionThatNeverWas(String version) {
        // Given
        var path = "DiagnosticReport/" + id + "/_history/" + version;

        // When
        var answer = Region.get("gp", path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.asString()).contains("OperationOutcome");
    }

    @Test
    void shouldCorrectTheLineAndKeepTheOthers() {
        // Given
        var lines = Region.found("gp", "DiagnosticReport/" + id).getList("result.reference");

        // When
        var before =
                Region.found("gp", "DiagnosticReport/" + id + "/_history/1").getList("result.reference");

        // Then
        assertThat(lines).hasSize(3).isEqualTo(before);
        assertThat(Region.found("gp", String.valueOf(lines.getFirst())).getInt("valueQuantity.value"))
                .isEqualTo(131);
    }
}
