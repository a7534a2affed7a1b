package org.meridiandx.order.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.cdshooks.HookFixture.answer;
import static org.meridiandx.order.cdshooks.HookFixture.card;
import static org.meridiandx.order.cdshooks.HookFixture.here;
import static org.meridiandx.order.cdshooks.HookFixture.post;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meridiandx.contracts.api.v1.OpenReport;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.RecentTable;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// patient-view tells of reports that nobody has acknowledged.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class OpenResultsIT {
    private static final String PATIENT = "patient-open";

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowOnePatient() {
        identity.reset();
        identity.patients().add(PATIENT, "9990000425", "1980-01-01");
    }

    private static OpenReport.Builder report(String id) {
        return OpenReport.newBuilder()
                .setReportId(id)
                .setTitle("Urea [and] electrolytes")
                .setIssuedAt(RegionEvents.timestampOf(Instant.parse("2026-11-20T23:30:00Z")))
                .setStatus("corrected")
                .setPerformer("RX902")
                .addOrganisations("RX902");
    }

    private static JsonNode view() {
        return answer("patient-view", here("patient-view", PATIENT, HookFixture.order("snomed 1")));
    }

    @Test
    void shouldTellWhatNobodyHasAcknowledgedAndTraceIt() {
        // Given
        identity.recent().add(PATIENT, report("open-1").build());
        identity.recent().add(PATIENT, report("open-2").setTitle("").build());

        // When
        var card = card(view(), "open-results");

        // Then
        assertThat(card.path("summary").asText()).isEqualTo("2 results are not acknowledged by anybody yet");
        assertThat(card.path("detail").asText())
                .contains("- Urea  and  electrolytes, corrected, 2026-11-20, RX902", "90 days");
        assertThat(card.path("indicator").asText()).isEqualTo("info");
        var traces = kafka.await(
                topics.audit(),
                1,
                Duration.ofSeconds(20),
                entry -> Events.read(entry.value())
                        .getAudit()
                        .getResourceIdsList()
                        .contains("open-1"));
        assertThat(Events.read(traces.getFirst().value()).getAudit().getResourceType())
                .isEqualTo("DiagnosticReport");
    }

    @Test
    void shouldSayNothingWhereAllIsAcknowledged() {
        // Then
        assertThat(view().path("cards")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = RecentTable.State.class,
            names = {"AWAY", "HANGS", "TELLS_NO_LABELS"})
    void shouldSayThatResultsWereNotLookedUp(RecentTable.State state) {
        // Given
        identity.recent().add(PATIENT, report("open-3").build());
        identity.recent().results(state);

        // When
        var card = card(view(), "open-results");

        // Then
        assertThat(card.path("summary").asText()).isEqualTo("Open results were not looked up");
        assertThat(card.path("detail").asText()).contains("The reports of the region");
    }

    @Test
    void shouldNotTellOfSealedReports() {
        // Given
        identity.access().sealLabelled();
        identity.recent().add(PATIENT, report("open-4").addSecurityLabels("R").build());

        // When
        var answer = view();

        // Then
        assertThat(answer.path("cards")).isEmpty();
    }

    @Test
    void shouldTellAStrangerNothing() {
        // Given
        identity.recent().add(PATIENT, report("open-5").build());
        identity.access().refuse("Y90099", PATIENT);

        // When
        var answer = post("stranger", "patient-view", here("patient-view", PATIENT, HookFixture.order("snomed 1")));

        // Then
        assertThat(HookRules.check(answer.asString()).path("cards")).hasSize(2);
        assertThat(answer.asString()).contains("not looked up").doesNotContain("electrolytes", "open-5");
    }
}
