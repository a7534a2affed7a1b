package org.meridiandx.imaging.indicators;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class ImagingIndicatorsIT {
    private static final String MARCH = "/indicators/imaging?from=2001-03-01&to=2001-03-31";
    private static final String INSERT = """
            insert into study (id, version, last_updated, patient_id, content, study_uid, custodian, match_state,
                modalities, body_part, started_at, attributes)
            values (?, 1, now(), ?, '{"resourceType":"ImagingStudy"}', ?, ?, 'matched', ?, ?, ?::timestamptz, '')""";

    PostgresDatabase database;
    private String organisation;

    @BeforeEach
    void beAnOrganisationOfOnesOwn() {
        organisation = "I%08X".formatted(UUID.randomUUID().hashCode());
    }

    private record Study(
            String custodian, String patient, List<String> modalities, String bodyPart, String startedAt) {}

    private void keep(Study study) throws SQLException {
        var id = UUID.randomUUID().toString();
        try (var connection = database.connect();
                var insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, id);
            insert.setString(2, study.patient());
            insert.setString(3, id);
            insert.setString(4, study.custodian());
            insert.setArray(
                    5, connection.createArrayOf("text", study.modalities().toArray()));
            insert.setString(6, study.bodyPart());
            insert.setString(7, study.startedAt());
            insert.executeUpdate();
        }
    }

    private Response ask(Tokens token, String query) {
        return given().header("Authorization", "Bearer " + token.sign()).get(query);
    }

    private String numbers() {
        var answer = ask(Tokens.of(Persona.PACS).claim("organisation", organisation), MARCH);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath().getString("indicators[0].with { it.numerator + '/' + it.denominator }");
    }

    @Test
    void shouldCountWhatIsRepeatedWithinThirtyDaysWhereverTheOtherWasMade() throws SQLException {
        // Given
        for (var i = 0; i < 5; i++) {
            var patient = UUID.randomUUID().toString();
            keep(new Study("RX903", patient, List.of("CT", "SR"), "CHEST", "2001-02-20T10:00:00Z"));
            keep(new Study(organisation, patient, List.of("CT"), "CHEST", "2001-03-10T10:00:00Z"));
        }

        // When
        var numbers = numbers();

        // Then
        assertThat(numbers).isEqualTo("5/5");
    }

    @Test
    void shouldNotCountOtherPartsOtherModalitiesOrLongAgo() throws SQLException {
        // Given
        for (var i = 0; i < 5; i++) {
            var patient = UUID.randomUUID().toString();
            keep(new Study("RX903", patient, List.of("CT"), "CHEST", "2001-02-08T09:59:59Z"));
            keep(new Study("RX903", patient, List.of("CT"), "HEAD", "2001-03-01T10:00:00Z"));
            keep(new Study("RX903", patient, List.of("US"), "CHEST", "2001-03-02T10:00:00Z"));
            keep(new Study(organisation, patient, List.of("CT"), "CHEST", "2001-03-10T10:00:00Z"));
            keep(new Study(organisation, patient, List.of("SR"), "CHEST", "2001-03-11T10:00:00Z"));
            keep(new Study(organisation, patient, List.of("CT"), "", "2001-03-12T10:00:00Z"));
        }

        // When
        var numbers = numbers();

        // Then
        assertThat(numbers).isEqualTo("0/5");
    }

    @Test
    void shouldTellAStrangerNothing() {
        assertThat(ask(Tokens.of(Persona.STRANGER), MARCH + "&organisation=" + organisation)
                        .statusCode())
                .isEqualTo(403);
    }
}
