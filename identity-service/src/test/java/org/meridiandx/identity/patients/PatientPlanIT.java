package org.meridiandx.identity.patients;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;

/// With many patients every question is a walk in an index: asked of the planner, not of a clock.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class PatientPlanIT {
    private static final String FILL = """
            insert into patient (id, version, last_updated, patient_id, content, own_content, nhs_number, family, given,
                birth_date, gender, fingerprint, postcode, outward, said_at)
            select 'plan-' || i, 1, now(), 'plan-' || i, content, content, null, 'FAMILY' || (i % 5000), 'GIVEN' || (i % 300),
                date '1930-01-01' + (i % 30000), 'female', '', 'LS' || (i % 20) || '1AA', 'LS' || (i % 20), now()
            from generate_series(1, 100000) i, lateral convert_to('{"resourceType":"Patient","id":"plan-' || i || '"}', 'UTF8') content
            on conflict do nothing""";
    private static final String FILL_NUMBERS = """
            insert into patient_identifier (resource_id, system, value, is_key)
            select 'plan-' || i, 'urn:plan', 'N' || i, true from generate_series(1, 100000) i on conflict do nothing""";

    PostgresDatabase database;

    static Stream<Arguments> questions() {
        return Stream.of(
                Arguments.of(
                        "number",
                        "select * from patient_current where id in (select s.resource_id from patient_identifier s"
                                + " where s.value = 'N77' and s.system = 'urn:plan')",
                        "patient_identifier"),
                Arguments.of(
                        "family and birth date",
                        "select * from patient_current where family = 'FAMILY77' and birth_date >= '1930-03-19'"
                                + " and birth_date < '1930-03-20' order by last_updated desc, id desc limit 21",
                        "patient_birth_date_family"),
                Arguments.of(
                        "family with a star",
                        "select * from patient_current where family like 'FAM%' and birth_date >= '1930-03-19'"
                                + " and birth_date < '1930-03-20' order by last_updated desc, id desc limit 21",
                        "patient_birth_date_family"),
                Arguments.of(
                        "family and district",
                        "select * from patient_current where family = any(array['FAMILY77']) and outward = 'LS17' limit 100",
                        "patient_family_outward"),
                Arguments.of(
                        "family and given",
                        "select * from patient_current where family = any(array['FAMILY77']) and given like 'GIVEN77%' limit 100",
                        "patient_family_"),
                Arguments.of(
                        "all records of a patient",
                        "select * from patient where patient_id = 'plan-77' order by id",
                        "patient_last_updated"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void shouldWalkAnIndex(String name, String sql, String index) throws SQLException {
        // Given
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(FILL);
            statement.execute(FILL_NUMBERS);
            statement.execute("analyze patient, patient_identifier");
            var plan = new StringBuilder();

            // When
            try (var rows = statement.executeQuery("explain " + sql)) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }

            // Then
            assertThat(plan.toString()).contains(index).doesNotContain("Seq Scan");
        }
    }
}
