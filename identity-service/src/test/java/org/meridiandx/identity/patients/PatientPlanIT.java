package org.meridiandx.identity.patients;

import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;

/// With many patients every search is a walk in an index: asked of the planner, not of a clock.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class PatientPlanIT {

    @Inject
    Pool pool;

    private record Question(String sql, Tuple arguments, String index) {
        static Question search(String index, Map<String, String> parameters) {
            var query = PatientSearch.SEARCH.parse(new MultivaluedHashMap<>(parameters));
            return new Question(query.sql(), Tuple.from(query.arguments()), index);
        }
    }

    @Test
    void shouldWalkAnIndex() {
        // Given
        var birthDate = "1930-03-19";
        var questions = List.of(
                Question.search("patient_identifier", Map.of("identifier", "urn:plan|N77")),
                Question.search("patient_birth_date_family", Map.of("family", "Family77", "birthdate", birthDate)),
                Question.search("patient_birth_date_family", Map.of("family", "Fam*", "birthdate", birthDate)),
                new Question(
                        PatientRows.SELECT + " where patient_id = $1 order by id",
                        Tuple.of("plan-77"),
                        "patient_last_updated"));

        // When
        var plans = ManyPatients.among(
                pool,
                connection -> Multi.createFrom()
                        .iterable(questions)
                        .onItem()
                        .transformToUniAndConcatenate(question -> plan(connection, question))
                        .collect()
                        .asList());

        // Then
        assertSoftly(softly -> {
            softly.assertThat(plans).hasSameSizeAs(questions);
            for (var i = 0; i < plans.size(); i++) {
                softly.assertThat(plans.get(i))
                        .contains(questions.get(i).index())
                        .doesNotContain("Seq Scan");
            }
        });
    }

    private static Uni<String> plan(SqlConnection connection, Question question) {
        return connection
                .preparedQuery("explain " + question.sql())
                .execute(question.arguments())
                .map(ManyPatients::planOf);
    }
}
