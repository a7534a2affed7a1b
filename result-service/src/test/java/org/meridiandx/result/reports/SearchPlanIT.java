package org.meridiandx.result.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// Searches read one patient's rows by an index, or walk one in the order that they sort by.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchPlanIT {
    PostgresDatabase database;

    @Inject
    Pool pool;

    @BeforeAll
    void fillTheTables() {
        var rows = new Rows(database);
        rows.execute("""
                insert into observation (id, version, last_updated, patient_id, content, status, code_system, code,
                    effective_at, value_number, value_unit, specimen_id, report_id)
                select 'plan-' || i, 1, timestamptz '1990-01-01' - i * interval '1 minute', 'plan-patient-' || i % 2000, '{}', 'final', 'urn:plan',
                    'C' || i % 50, timestamptz '1990-01-01' - i * interval '1 hour', i % 97, 'mmol/L', 'plan-s-' || i / 4, 'plan-r-' || i / 8
                from generate_series(1, 40000) as i""");
        rows.execute("""
                insert into observation_code (resource_id, system, value)
                select id, code_system, code from observation where id like 'plan-%'""");
        rows.execute("""
                insert into diagnostic_report (id, version, last_updated, patient_id, content, status, effective_at, issued_at)
                select 'plan-r-' || i, 1, timestamptz '1990-01-01' - i * interval '1 minute', 'plan-patient-' || i % 2000, '{}', 'final',
                    timestamptz '1990-01-01' - i * interval '1 hour', timestamptz '1990-01-01' - i * interval '50 minutes'
                from generate_series(1, 10000) as i""");
        rows.execute("analyze observation, observation_code, observation_component, diagnostic_report");
    }

    @AfterAll
    void emptyThem() {
        var rows = new Rows(database);
        rows.execute("delete from observation_code where resource_id like 'plan-%'");
        rows.execute("delete from observation where id like 'plan-%'");
        rows.execute("delete from diagnostic_report where id like 'plan-%'");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "Observation; _sort=-date&patient=plan-patient-7; Index Cond: (patient_id =",
                "Observation; _sort=date&patient=plan-patient-7; Index Cond: (patient_id =",
                "Observation; _sort=-date; observation_effective_at ",
                "Observation; date=ge1989-12-01&_sort=-date; observation_effective_at ",
                "Observation; patient=plan-patient-7&value-quantity=gt90||mmol/L; observation_",
                "Observation; patient=plan-patient-7&combo-code-value-quantity=C7$gt90; observation_",
                "Observation; patient=plan-patient-7&_has:DiagnosticReport:result:status=final; observation_",
                "DiagnosticReport; _sort=-issued; diagnostic_report_by_issued ",
                "DiagnosticReport; _sort=-date&patient=plan-patient-7; diagnostic_report_effective ",
            })
    void shouldWalkAnIndex(String type, String query, String index) {
        // Given
        var parameters = new MultivaluedHashMap<String, String>();
        for (var pair : query.split("&")) {
            parameters.add(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        var search = ResultType.named(type).orElseThrow().definition().parse(parameters);

        // When
        var plan = new ArrayList<String>();
        pool.preparedQuery("explain " + search.sql())
                .execute(Tuple.from(search.arguments()))
                .await()
                .atMost(Duration.ofSeconds(10))
                .forEach(row -> plan.add(row.getString(0)));

        // Then
        var text = String.join("\n", plan);
        assertThat(text).as(text).contains(index).doesNotContain("Seq Scan on observation ", "Seq Scan on diagnostic");
        if (!query.contains("patient=")) {
            // One patient's few rows may be sorted where they are found.
            assertThat(text).as(text).doesNotContain("Sort Key");
        }
    }
}
