package org.meridiandx.identity.patients.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.patients.ManyPatients;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;

/// The statement that finds candidates, as it is planned for any description.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class CandidatePlanIT {

    @Inject
    Pool pool;

    @Test
    void shouldWalkAnIndexPerBlockByItsWholeKey() {
        // Given
        var question = "explain (generic_plan) " + CandidateRepository.CANDIDATES;

        // When
        var plan = ManyPatients.among(
                pool, connection -> connection.query(question).execute().map(ManyPatients::planOf));

        // Then
        assertThat(plan)
                .contains("patient_identifier", "patient_birth_date_family", "patient_family_outward")
                .containsPattern("birth_date = ANY .* AND \\(family ~>=~ \\$4\\) AND \\(family ~<~ \\$5\\)")
                .containsPattern("family = ANY .* AND \\(given ~>=~ \\$6\\) AND \\(given ~<~ \\$7\\)")
                .doesNotContain("Seq Scan");
    }
}
