package org.meridiandx.result.followup.timers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.followup.Potassium;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class DepartureIT {
    private static final String OWNER = "select owner from follow_up where report_id = ?";
    private static final String OWN = "update follow_up set owner = ? where report_id = ?";
    IdentityStandIn identity;
    PostgresDatabase database;

    @Inject
    MllpPort mllp;

    @Inject
    DepartureService departures;

    private Potassium potassium;
    private Rows rows;

    @BeforeEach
    void begin() {
        identity.reset();
        potassium = new Potassium(mllp.number(), identity);
        rows = new Rows(database);
    }

    @Test
    void shouldGiveWhatWasTheirsBackToTheTeam() throws Exception {
        // Given
        var theirs = reported("D100");
        var others = reported("D101");
        rows.execute(OWN, "Practitioner/gone-9", theirs);
        rows.execute(OWN, "Practitioner/here-9", others);
        identity.staff().leave("gone-9");

        // When
        departures.releaseAll().await().atMost(Duration.ofSeconds(10));

        // Then
        assertThat(rows.text(OWNER, theirs)).isEmpty();
        assertThat(rows.text(OWNER, others)).isEqualTo("Practitioner/here-9");
        assertThat(rows.text(
                        "select detail || ' ' || actor from follow_up_step where report_id = ? and kind = 'released'",
                        theirs))
                .isEqualTo("Practitioner/gone-9 Device/result-service");
    }

    @Test
    void shouldLeaveEverythingAsItIsWhileNobodyCanSayWhoHasLeft() throws Exception {
        // Given
        var id = reported("D200");
        rows.execute(OWN, "Practitioner/gone-8", id);
        identity.staff().leave("gone-8");
        identity.staff().unavailable(true);

        // Then
        assertThatThrownBy(() -> departures.releaseAll().await().atMost(Duration.ofSeconds(10)));
        assertThat(rows.text(OWNER, id)).isEqualTo("Practitioner/gone-8");
    }

    private String reported(String number) throws Exception {
        potassium.order(number);
        potassium.send(number + "-1", number, "F", "7.0", "HH");
        return potassium.report(number);
    }
}
