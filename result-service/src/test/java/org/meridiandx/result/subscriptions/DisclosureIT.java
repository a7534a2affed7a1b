package org.meridiandx.result.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.result.Region;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// What a subscriber may not know is not told, in no way.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class DisclosureIT {
    private static final String OWN = "patient-own";
    private static final String FOREIGN = "patient-foreign";
    IdentityStandIn identity;
    KafkaProbe kafka;
    PostgresDatabase database;
    Topics topics;
    private final HookReceiver receiver = HookReceiver.start();
    private FiledForSubscribers filed;

    @BeforeEach
    void clean() {
        identity.reset();
        filed = new FiledForSubscribers(database, kafka, topics);
    }

    @AfterEach
    void close() {
        receiver.close();
        new Rows(database).execute("delete from subscription");
    }

    @Test
    void shouldLeaveNoTraceOfWhatIsNotTheirs() {
        // Given
        identity.access().denyByDefault();
        identity.access().relate("Y90001", OWN);
        var id = active("id-only");
        var foreign = filed.reports(FOREIGN, 3);
        var own = filed.reports(OWN, 1).getFirst();

        // When
        foreign.forEach(report -> filed.tell(FOREIGN, report));
        filed.tell(OWN, own);

        // Then
        var told = receiver.await("event-notification", 1).getFirst();
        assertThat(told.numbers()).containsExactly(1L);
        assertThat(told.focuses()).singleElement().asString().endsWith(own);
        assertThat(withheld(id, 3)).isEqualTo("3");
        assertThat(Region.get("gp", "Subscription/" + id + "/$events").asString())
                .contains(own)
                .doesNotContain(foreign);
        assertThat(receiver.events()).hasSize(1);
    }

    @Test
    void shouldDecideWhenItIsToldAndNotWhenItHappened() {
        // Given
        var id = active("full-resource");
        receiver.answer(call -> 503);
        var report = filed.reports("patient-parted", 1).getFirst();
        filed.tell("patient-parted", report);
        receiver.await("event-notification", 1);

        // When
        identity.access().refuse("Y90001", "patient-parted");
        filed.tell("patient-kept", filed.reports("patient-kept", 1).getFirst());

        // Then
        assertThat(withheld(id, 1)).isEqualTo("1");
        receiver.answer(call -> 200);
        filed.due(id);
        receiver.await("event-notification", receiver.events().size() + 1);
        assertThat(receiver.events().getLast().focuses())
                .singleElement()
                .asString()
                .doesNotEndWith(report);
    }

    @Test
    void shouldTellNothingWhileNobodyCanDecide() {
        // Given
        active("id-only");
        identity.access().unavailable(true);
        var report = filed.reports("patient-undecided", 1).getFirst();

        // When
        filed.tell("patient-undecided", report);

        // Then
        assertThat(receiver.await("event-notification", 1, java.time.Duration.ofSeconds(3)))
                .isEmpty();
        identity.access().unavailable(false);
        assertThat(receiver.await("event-notification", 1)).hasSize(1);
    }

    @Test
    void shouldKeepWhatHappensWhileTheClientIsSwitchedOff() {
        // Given
        var id = active("id-only");
        identity.access().unregister("gp", true);
        filed.tell("patient-switched", filed.reports("patient-switched", 1).getFirst());
        assertThat(Subscribers.awaitStatus("gp", id, "error")).isEqualTo("error");

        // When
        identity.access().unregister("gp", false);
        filed.due(id);

        // Then
        assertThat(receiver.await("event-notification", 1)).hasSize(1);
        assertThat(Subscribers.awaitStatus("gp", id, "active")).isEqualTo("active");
    }

    @Test
    void shouldMaskWhatIsToBeMasked() {
        // Given
        identity.access().mask("Y90001", "patient-half");
        active("full-resource");
        var report = filed.reports("patient-half", 1).getFirst();

        // When
        filed.tell("patient-half", report);

        // Then
        var told = receiver.await("event-notification", 1).getFirst();
        assertThat(told.text()).contains(report, "SUBSETTED").doesNotContain("conclusion");
    }

    @Test
    void shouldNotTellByItsFilterWhatIsMasked() {
        // Given
        identity.access().mask("Y90001", "patient-half-2");
        var filtered = Subscribers.filtered(
                Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "id-only"),
                "DiagnosticReport?code=http://snomed.info/sct|721981007&category=LAB");
        var id = Subscribers.active("gp", filtered);
        var report = filed.reports("patient-half-2", 1).getFirst();

        // When
        filed.tell("patient-half-2", report);

        // Then
        assertThat(withheld(id, 1)).isEqualTo("1");
        assertThat(receiver.events()).isEmpty();
    }

    @Test
    void shouldNotTellWhatIsMaskedByAFilterThatIsGone() {
        // Given
        identity.access().mask("Y90001", "patient-half-3");
        var plain = Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "id-only");
        var id = Subscribers.active(
                "gp", Subscribers.filtered(plain.deepCopy(), "DiagnosticReport?code=http://snomed.info/sct|721981007"));
        var cameThrough = filed.reports("patient-half-3", 1);

        // When
        assertThat(Subscribers.put("gp", id, 1, plain).statusCode()).isEqualTo(200);
        receiver.await("handshake", 2);
        filed.queue(id, cameThrough);
        filed.due(id);

        // Then
        assertThat(withheld(id, 1)).isEqualTo("1");
        assertThat(receiver.events()).isEmpty();
    }

    @Test
    void shouldKeepSealedReportsToThemselves() {
        // Given
        identity.access().sealLabelled();
        var id = active("full-resource");
        var report = filed.reports(
                        OWN,
                        1,
                        "\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\","
                                + "\"code\":\"V\"}]")
                .getFirst();

        // When
        filed.tell(OWN, report);

        // Then
        assertThat(withheld(id, 1)).isEqualTo("1");
        assertThat(receiver.events()).isEmpty();
    }

    private String withheld(String id, int expected) {
        try {
            return new Rows(database)
                    .await(String.valueOf(expected), "select withheld from subscription where id = ?", id);
        } catch (InterruptedException stopping) {
            throw new AssertionError(stopping);
        }
    }

    private String active(String content) {
        return Subscribers.active("gp", Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), content));
    }
}
