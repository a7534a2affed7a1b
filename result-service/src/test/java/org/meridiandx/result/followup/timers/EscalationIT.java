package org.meridiandx.result.followup.timers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.followup.Potassium;
import org.meridiandx.result.followup.loops.DeadlineTable;
import org.meridiandx.result.followup.loops.FollowUpConfig;
import org.meridiandx.result.followup.loops.Loops;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class EscalationIT {
    private static final String MAKE_DUE = "update follow_up set due_at = now() where report_id = ?";
    private static final String LEVELS = "select string_agg(detail, ' ' order by id) from follow_up_step"
            + " where report_id = ? and kind = 'escalated'";

    IdentityStandIn identity;
    PostgresDatabase database;

    @Inject
    MllpPort mllp;

    @Inject
    EscalationService escalation;

    @Inject
    Pool pool;

    @Inject
    Loops loops;

    @Inject
    FollowUpConfig config;

    @Inject
    DeadlineTable deadlines;

    private Potassium potassium;
    private Rows rows;

    @BeforeEach
    void begin() {
        identity.reset();
        potassium = new Potassium(mllp.number(), identity);
        rows = new Rows(database);
    }

    @Test
    void shouldTellOwnerTeamAndLeadOneAfterTheOther() throws Exception {
        // Given
        var id = reported("E100");
        rows.execute("update follow_up set owner = 'Practitioner/gp-1' where report_id = ?", id);

        // When
        rows.execute(MAKE_DUE, id);
        var first = rows.await("team", LEVELS, id);
        rows.execute(MAKE_DUE, id);
        var second = rows.await("team lead", LEVELS, id);
        rows.execute(MAKE_DUE, id);

        // Then
        assertThat(first).isEqualTo("team");
        assertThat(second).isEqualTo("team lead");
        assertThat(rows.await("team lead lead", LEVELS, id))
                .as("patients are not told unless the region says so; the lead is told again")
                .isEqualTo("team lead lead");
        assertThat(rows.text(
                        "select round(extract(epoch from due_at - now()) / 60) from follow_up" + " where report_id = ?",
                        id))
                .as("the step of a critical one, by the clock of the database")
                .isEqualTo("30");
    }

    @Test
    void shouldLetThePatientBeToldWhereTheRegionSaysSo() throws Exception {
        // Given
        var id = reported("E150");
        var telling = new EscalationService(pool, loops, telling(), new TellingPatients(config), deadlines);

        // When: the service's own look, which tells no patient, may come between
        for (var i = 0; i < 5 && !rows.text(LEVELS, id).endsWith("patient"); i++) {
            rows.execute("update follow_up set level = 2, due_at = now() where report_id = ?", id);
            telling.escalateAll().await().atMost(Duration.ofSeconds(10));
        }

        // Then
        assertThat(rows.text(LEVELS, id)).endsWith("patient");
        assertThat(rows.text("select level from follow_up where report_id = ?", id))
                .isEqualTo("3");
    }

    private static EscalationService.Telling telling() {
        return Arc.container().instance(EscalationService.Telling.class).get();
    }

    /// The region's settings, but for one.
    private record TellingPatients(FollowUpConfig region) implements FollowUpConfig {
        @Override
        public Limits critical() {
            return region.critical();
        }

        @Override
        public Limits urgent() {
            return region.urgent();
        }

        @Override
        public Limits routine() {
            return region.routine();
        }

        @Override
        public Optional<List<String>> local() {
            return region.local();
        }

        @Override
        public String interval() {
            return region.interval();
        }

        @Override
        public int batch() {
            return region.batch();
        }

        @Override
        public String measureInterval() {
            return region.measureInterval();
        }

        @Override
        public String departuresInterval() {
            return region.departuresInterval();
        }

        @Override
        public Duration oldest() {
            return region.oldest();
        }

        @Override
        public boolean patientNotice() {
            return true;
        }
    }

    @Test
    void shouldFireEachTimerOnceWhenThreeLookAtTheSameTime() throws Exception {
        // Given
        var number = 60;
        potassium.order("E200");
        potassium.send("E200-1", "E200", "F", "7.0", "HH");
        var one = potassium.report("E200");
        rows.execute("insert into diagnostic_report (id, version, last_updated, content, status)"
                + " select 'many-' || n, 1, now(), '', 'final' from generate_series(1, " + number + ") n");
        rows.execute("insert into follow_up (report_id, version, content_hash, state, state_at, state_by,"
                + " state_organisation, urgency, organisation, is_addressed, due_at, began_at)"
                + " select 'many-' || n, 1, '', 'addressed', now(), '', '', 0, 'RX901', true, now(), now()"
                + " from generate_series(1, " + number + ") n");
        rows.execute(MAKE_DUE, one);

        // When
        var looks = new ArrayList<Uni<Integer>>();
        for (var i = 0; i < 3; i++) {
            looks.add(escalation.escalateAll());
        }
        Uni.join().all(List.copyOf(looks)).andFailFast().await().atMost(Duration.ofSeconds(30));

        // Then
        rows.await(
                "61",
                "select count(*) from follow_up_step where kind = 'escalated'"
                        + " and (report_id like 'many-%' or report_id = '" + one + "')");
        assertThat(rows.text("select count(*) || ' of ' || count(distinct report_id) from follow_up_step"
                        + " where kind = 'escalated' and (report_id like 'many-%' or report_id = '" + one + "')"))
                .isEqualTo("61 of 61");
        rows.execute("delete from follow_up where report_id like 'many-%'");
        rows.execute("delete from diagnostic_report where id like 'many-%'");
    }

    @Test
    void shouldFindNothingDueAmongAHundredThousandByAFewPagesOfTheIndex() throws Exception {
        // Given
        rows.execute("insert into follow_up (report_id, version, content_hash, state, state_at, state_by,"
                + " state_organisation, urgency, organisation, is_addressed, due_at, began_at)"
                + " select 'open-' || n, 1, '', 'addressed', now(), '', '', 2, 'RX9' || n % 50, true,"
                + " now() + n * interval '1 second' + interval '1 hour', now() from generate_series(1, 100000) n");
        rows.execute("analyze follow_up");

        // When
        var plan = new StringBuilder();
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var lines = statement.executeQuery("explain (analyze, buffers, costs off, timing off, summary off)"
                        + " select report_id from follow_up where due_at <= now() order by due_at limit 200"
                        + " for update skip locked")) {
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        rows.execute("delete from follow_up where report_id like 'open-%'");

        // Then
        assertThat(plan.toString()).contains("Index Scan using follow_up_due").doesNotContain("Seq Scan");
        assertThat(pagesOf(plan.toString())).as(plan.toString()).isLessThan(10);
    }

    private static int pagesOf(String plan) {
        var hit = java.util.regex.Pattern.compile("shared(?: hit=(\\d+))?(?: read=(\\d+))?")
                .matcher(plan);
        assertThat(hit.find()).as(plan).isTrue();
        return number(hit.group(1)) + number(hit.group(2));
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private String reported(String number) throws Exception {
        potassium.order(number);
        potassium.send(number + "-1", number, "F", "7.0", "HH");
        return potassium.report(number);
    }
}
