package org.meridiandx.result.followup.loops;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.result.Region;
import org.meridiandx.result.Results;
import org.meridiandx.result.Samples;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// A loop bears the labels of its report, however these are written.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class LoopLabelsIT {
    private static final String LABELS =
            "select array(select unnest(labels) order by 1)::text from follow_up where report_id = ?";
    private static final String MIGRATION = "/db/migration/V20_1__labels_of_the_first_followed.sql";

    IdentityStandIn identity;
    PostgresDatabase database;

    private Rows rows;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
        rows = new Rows(database);
    }

    @Test
    void shouldKeepEachCodeOnce() {
        // When
        var id = labelled("LABEL-100", "R", "R,V", ",");

        // Then
        assertThat(rows.text(LABELS, id)).isEqualTo("{R,V}");
    }

    @Test
    void shouldTellOfWhatIsDueThoughALabelStandsTwice() throws Exception {
        // Given
        var id = labelled("LABEL-200", "R");

        // When
        rows.execute("update follow_up set labels = '{R,R,V}', due_at = now() where report_id = ?", id);
        var told =
                rows.await("1", "select count(*) from follow_up_step where report_id = ? and kind = 'escalated'", id);
        rows.execute("update follow_up set labels = '{R}' where report_id = ?", id);

        // Then
        assertThat(told).isEqualTo("1");
    }

    @Test
    void shouldLabelWhatWasTakenInFromTheRecord() throws IOException {
        // Given
        var labelled = labelled("LABEL-300", "V", "R,V", ",");
        var plain = labelled("LABEL-301");
        rows.execute("update follow_up set labels = '{}' where report_id = ?", labelled);

        // When
        rows.execute(migration());

        // Then
        assertThat(rows.text(LABELS, labelled)).isEqualTo("{R,V}");
        assertThat(rows.text(LABELS, plain)).isEqualTo("{}");
    }

    private static String labelled(String number, String... codes) {
        var report = Results.report(number, "final", "x");
        for (var code : codes) {
            report.withArray("/meta/security")
                    .addObject()
                    .put("system", "urn:example:label")
                    .put("code", code);
        }
        var filed = Region.post("lab", "DiagnosticReport", ResourceTree.write(report));
        assertThat(filed.statusCode()).as(filed.asString()).isEqualTo(201);
        return filed.jsonPath().getString("id");
    }

    private static String migration() throws IOException {
        try (var file = LoopLabelsIT.class.getResourceAsStream(MIGRATION)) {
            assertThat(file).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
