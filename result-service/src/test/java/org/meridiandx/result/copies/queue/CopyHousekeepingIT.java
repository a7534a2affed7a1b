package org.meridiandx.result.copies.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// What the queue of copies forgets, and what it must not.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class CopyHousekeepingIT {
    PostgresDatabase database;

    @Inject
    CopyHousekeeping housekeeping;

    @Inject
    CopyMetrics metrics;

    @Inject
    MeterRegistry registry;

    @Inject
    DueRepository due;

    private Rows rows;

    @BeforeEach
    void register() {
        rows = new Rows(database);
        forget();
        rows.execute("insert into copy_endpoint (ods, client_id, host, due_at) values ('RX904', 'c', 'h', 'infinity')");
    }

    @AfterEach
    void forget() {
        Recipient.forget(rows);
    }

    private void copy(String report, int version, String state, int daysAgo) {
        rows.execute("""
                insert into report_copy (recipient, report_id, report_version, patient_id, performer, fingerprint, ground,
                    state, settled_at)
                values ('RX904', ?, ?, 'p', 'RX902', 'f', 'copy-to', ?, now() - make_interval(days => ?))\
                """, report, version, state, daysAgo);
    }

    @Test
    void shouldForgetOldCopiesButForTheLastOfAReportAndWhatPeopleHaveToSee() {
        // Given
        copy("old", 1, "sent", 40);
        copy("old", 2, "overtaken", 39);
        copy("old", 3, "sent", 38);
        copy("young", 1, "sent", 2);
        copy("young", 2, "sent", 1);
        copy("stuck", 1, "dead", 40);
        copy("stuck", 2, "sent", 39);

        // When
        housekeeping.forget().await().atMost(Duration.ofSeconds(10));

        // Then
        assertThat(rows.text("select string_agg(report_id || report_version, ',' order by seq) from report_copy"))
                .isEqualTo("old3,young1,young2,stuck1,stuck2");
    }

    @Test
    void shouldForgetWhatWaitsForARecipientThatIsTakenOut() {
        // Given
        copy("left", 1, "waiting", 0);

        // When
        rows.execute("delete from copy_endpoint where ods = 'RX904'");

        // Then
        assertThat(rows.number("select count(*) from report_copy")).isZero();
    }

    @Test
    void shouldTellHowLongAReportHasWaitedForItsRecipientsHoweverOftenTheyWereLookedFor() {
        // Given
        rows.execute("""
                insert into copy_due (report_id, version, noted_at, due_at)
                values ('no-report', 1, now() - interval '1 hour', 'infinity')""");

        // When
        metrics.measure().await().atMost(Duration.ofSeconds(10));

        // Then
        assertThat(registry.get("meridian.copies.oldest.seconds").gauge().value())
                .isGreaterThanOrEqualTo(3600);
    }

    private void queue(int version, String content) {
        var report = new DueReport("again", version, "p", "", "RX902", content, ResourceTree.object());
        due.queue(report, Set.of("RX904"), "").await().atMost(Duration.ofSeconds(10));
    }

    private void set(int version, String columns) {
        rows.execute("update report_copy set " + columns + " where report_version = ?", version);
    }

    @Test
    void shouldTellAnewWhatARecipientHadBeforeTheVersionThatItMayHaveNow() {
        // Given
        queue(1, "A");
        set(1, "state = 'sent', tried_at = now()");
        queue(2, "B");
        set(2, "tried_at = now()");

        // When
        queue(3, "A");

        // Then
        assertThat(rows.text("select string_agg(state, ',' order by seq) from report_copy"))
                .isEqualTo("sent,overtaken,waiting");
    }

    @Test
    void shouldNotTellAgainWhatARecipientHas() {
        // Given
        queue(1, "A");
        set(1, "state = 'sent', tried_at = now()");

        // When
        queue(2, "A");

        // Then
        assertThat(rows.text("select string_agg(state, ',' order by seq) from report_copy"))
                .isEqualTo("sent");
    }
}
