package org.meridiandx.result.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
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

/// Events by their numbers, for whom was away.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class CatchUpIT {
    private static final String PATIENT = "patient-catch-up";
    IdentityStandIn identity;
    KafkaProbe kafka;
    PostgresDatabase database;
    Topics topics;
    private final HookReceiver receiver = HookReceiver.start();
    private FiledForSubscribers filed;
    private String id;

    @BeforeEach
    void subscribe() {
        identity.reset();
        filed = new FiledForSubscribers(database, kafka, topics);
        id = Subscribers.active("gp", Subscribers.to(Subscribers.AVAILABLE, receiver.endpoint(), "id-only"));
    }

    @AfterEach
    void close() {
        receiver.close();
        new Rows(database).execute("delete from subscription");
    }

    @Test
    void shouldGiveRangesOfWhatWasTold() {
        // Given
        var reports = filed.reports(PATIENT, 5);
        reports.forEach(report -> filed.tell(PATIENT, report));
        receiver.await("event-notification", 5);

        // When
        var some = events("?eventsSinceNumber=2&eventsUntilNumber=3");
        var empty = Region.get("gp", "Subscription/" + id + "/$events?content=empty");
        var more = Region.get("gp", "Subscription/" + id + "/$events?content=full-resource");

        // Then
        assertThat(numbers(some)).containsExactly("2", "3");
        assertThat(some.getString("type")).isEqualTo("history");
        assertThat(some.getString("entry[0].resource.parameter.find{it.name=='type'}.valueCode"))
                .isEqualTo("query-event");
        assertThat(empty.asString()).contains("\"5\"").doesNotContain(reports.getFirst());
        assertThat(more.asString()).contains(reports.getFirst()).doesNotContain("conclusion");
    }

    @Test
    void shouldGiveWhatTheSubscriberWasNotReachedWith() {
        // Given
        receiver.close();
        var reports = filed.reports(PATIENT, 130);
        filed.queue(id, reports);

        // When
        var first = events("");
        var second = events("?eventsSinceNumber=101");

        // Then
        assertThat(numbers(first)).hasSize(100).startsWith("1", "2").endsWith("100");
        assertThat(numbers(second)).hasSize(30).startsWith("101").endsWith("130");
        assertThat(new Rows(database)
                        .number(
                                "select count(*) from subscription_event where subscription_id = ? and state = ?",
                                id,
                                "waiting"))
                .isEqualTo(130);
    }

    private JsonPath events(String query) {
        return Region.found("gp", "Subscription/" + id + "/$events" + query);
    }

    private static List<String> numbers(JsonPath bundle) {
        return bundle.getList("entry[0].resource.parameter.findAll{it.name=='notification-event'}"
                + ".collect{it.part.find{p -> p.name=='event-number'}.valueString}");
    }
}
