package org.meridiandx.identity.indicators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.audit.AuditEvents;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class IdentityIndicatorsIT {
    private static final String PATH = "/indicators/identity";

    PostgresDatabase database;
    KafkaProbe kafka;
    Topics topics;
    private String organisation;

    @BeforeEach
    void useAnOrganisationOfOnesOwn() {
        organisation = "I%08X".formatted(UUID.randomUUID().hashCode());
    }

    private void open(String role, int times) {
        for (var i = 0; i < times; i++) {
            new Rows(database).execute("""
                    insert into break_glass (id, patient_id, organisation, person, client_id, role, reason, opened_at, until)
                    values (gen_random_uuid(), 'p', ?, 'Practitioner/x', 'x', ?, 'r', '2001-03-05', '2001-03-05')""", organisation, role);
        }
    }

    private void tell(String interaction, String reason) {
        var event = AuditEvents.of(
                "",
                record -> record.setOrganisation(organisation)
                        .setInteraction(interaction)
                        .setOutcome("denied")
                        .setOutcomeReason(reason));
        kafka.send(topics.audit(), "", event.toByteArray());
    }

    private static String told(Response answer, String name) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath()
                .getList("indicators.findAll { it.name == '" + name
                        + "' }.collect { it.group + ' ' + it.numerator + '/' + it.denominator }")
                .toString();
    }

    @Test
    void shouldCountRecordsOpenedInAnEmergency() {
        // Given
        open("clinician", 7);
        open("radiologist", 5);

        // When
        var answer =
                as("loader").get(PATH + "?from=2001-03-01&to=2001-03-31&name=break-glass&organisation=" + organisation);

        // Then
        assertThat(told(answer, "break-glass")).isEqualTo("[clinician 7/12, radiologist 5/12]");
    }

    @Test
    void shouldCountRefusalsOneByOneAndTheNumberOfThoseWrittenTogether() throws InterruptedException {
        // Given
        tell("token", "invalid_client (7 more)");
        tell("token", "invalid_client");
        tell("read", "no-relationship");

        // When
        var kept =
                new Rows(database).await("3", "select count(*) from audit_event where organisation = ?", organisation);
        var answer = as("loader").get(PATH + "?name=refused-sign-ins&organisation=" + organisation);

        // Then
        assertThat(kept).isEqualTo("3");
        assertThat(told(answer, "refused-sign-ins")).isEqualTo("[token 8/8]");
    }

    @Test
    void shouldTellAStrangerNothing() {
        assertThat(as("stranger").get(PATH + "?organisation=" + organisation).statusCode())
                .isEqualTo(403);
    }
}
