package org.meridiandx.result.merges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.directory.standing.PatientFollower;
import org.meridiandx.directory.standing.PatientStandings;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.MergeHistory;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Results go with their patient's record, and come back with it.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class MergedPatientIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    PostgresDatabase database;

    @Inject
    MllpPort mllp;

    @Inject
    PatientFollower follower;

    @Inject
    PatientStandings standings;

    @Inject
    Pool pool;

    private MergeHistory history;
    private List<String> ids = List.of();

    @BeforeEach
    void know() {
        identity.reset();
        history = MergeHistory.ofFour(identity.patients(), "1970-01-01");
        ids = history.ids();
    }

    @Test
    void shouldGiveResultsToTheSurvivorAndBack() throws Exception {
        // Given
        var number = record(ids.get(0));
        var read = "DiagnosticReport?identifier=" + number + "&patient=";

        // When
        tell(ids.get(0), history.merge(ids.get(0), ids.get(1)));

        // Then
        awaitReports(ids.get(1), 1);
        var merged = Region.found("gp", read + ids.get(0)).setRootPath("entry[0].resource");
        assertThat(merged.getString("subject.reference")).isEqualTo("Patient/" + ids.get(1));
        assertThat(merged.getString("subject.identifier.value")).isEqualTo(history.nhsNumberOf(ids.get(1)));
        assertThat(merged.getString("meta.versionId")).isEqualTo("2");
        var line = Region.found("gp", "Observation?code=HGB&patient=" + ids.get(1));
        assertThat(line.getString("entry[0].resource.subject.reference")).isEqualTo("Patient/" + ids.get(1));
        var old = Region.found("gp", "DiagnosticReport/" + merged.getString("id") + "/_history/1");
        assertThat(old.getString("subject.reference")).isEqualTo("Patient/" + ids.get(0));
        kafka.await(topics.results(), 1, PATIENCE, message -> isAmended(message.value(), ids.get(1)));

        // When
        tell(ids.get(0), history.unmerge(ids.get(0)));

        // Then
        awaitReports(ids.get(0), 1);
        var parted = Region.found("gp", read + ids.get(0)).setRootPath("entry[0].resource");
        assertThat(parted.getString("subject.identifier.value")).isEqualTo(history.nhsNumberOf(ids.get(0)));
        assertThat(Region.found("gp", read + ids.get(1)).getList("entry")).isNullOrEmpty();
        kafka.await(topics.results(), 1, PATIENCE, message -> isAmended(message.value(), ids.get(0)));
    }

    @Test
    void shouldFileWhatComesForTheMergedRecordWithTheSurvivor() throws Exception {
        // Given
        var number = record(ids.get(0));
        hear(history.merge(ids.get(0), ids.get(1)));

        // When
        // the directory's answer of before the merge is still remembered
        var later = record(ids.get(0));
        correct(ids.get(0), number);

        // Then
        awaitReports(ids.get(1), 2);
        var corrected = Region.found("gp", "DiagnosticReport?identifier=" + number);
        assertThat(corrected.getString("entry[0].resource.status")).isEqualTo("corrected");
        assertThat(corrected.getString("entry[0].resource.subject.reference")).isEqualTo("Patient/" + ids.get(1));
        assertThat(Region.found("gp", "DiagnosticReport?identifier=" + later).getString("entry[0].resource.subject"))
                .contains(ids.get(1));

        // When
        hear(history.unmerge(ids.get(0)));

        // Then
        awaitReports(ids.get(0), 2);
    }

    @Test
    void shouldLetWritersFinishBeforeAStandingChanges() throws Exception {
        // Given
        record(ids.get(0));
        var fact = history.merge(ids.get(0), ids.get(1));

        // When
        var order = Collections.synchronizedList(new ArrayList<String>());
        var told = new Thread(() -> {
            hear(fact);
            order.add("told");
        });
        pool.withTransaction(connection -> standings
                        .inForce(connection, List.of(ids.get(0)))
                        .invoke(told::start)
                        .onItem()
                        .delayIt()
                        .by(Duration.ofMillis(500))
                        .call(() -> connection
                                .query("insert into specimen (id, version, last_updated, patient_id,"
                                        + " recorded_patient_id, content) values ('late-" + ids.get(0) + "', 1, now(),"
                                        + " '" + ids.get(0) + "', '" + ids.get(0)
                                        + "', '{\"resourceType\":\"Specimen\"}')")
                                .execute())
                        .invoke(() -> order.add("written")))
                .await()
                .atMost(PATIENCE);
        told.join();

        // Then
        assertThat(order).containsExactly("written", "told");
        awaitMoved();
        assertThat(rows().number("select count(*) from specimen where patient_id = '" + ids.get(0) + "'"))
                .isZero();
    }

    @Test
    void shouldMoveALargePatientInBatches() throws Exception {
        // Given
        rows().execute(
                        "insert into observation (id, version, last_updated, patient_id, recorded_patient_id, content, status)"
                                + " select 'n' || n || '-" + ids.get(0) + "', 1, now(), '" + ids.get(0) + "', '"
                                + ids.get(0)
                                + "', convert_to('{\"resourceType\":\"Observation\",\"status\":\"final\"}', 'UTF8'), 'final'"
                                + " from generate_series(1, 2500) as n");

        // When
        hear(history.merge(ids.get(0), ids.get(1)));

        // Then
        awaitMoved();
        assertThat(rows().number("select count(*) from observation where version = 2 and patient_id = '" + ids.get(1)
                        + "'"))
                .isEqualTo(2500);
        assertThat(rows().number("select count(*) from superseded_version where patient_id = '" + ids.get(0) + "'"))
                .isEqualTo(2500);
    }

    @Test
    void shouldNotHoldUpOthersWhereARecordCannotBeMoved() throws Exception {
        // Given: the broken one is the first to be moved
        rows().execute(
                        "insert into observation (id, version, last_updated, patient_id, recorded_patient_id, content,"
                                + " status) values (?, 1, now(), ?, ?, convert_to('no JSON', 'UTF8'), 'final')",
                        "broken-" + ids.get(0),
                        ids.get(0),
                        ids.get(0));
        record(ids.get(2));

        // When
        hear(history.merge(ids.get(0), ids.get(1)));
        hear(history.merge(ids.get(2), ids.get(3)));

        // Then
        try {
            await("select count(*) from diagnostic_report where patient_id = '" + ids.get(3) + "'", 1);
            assertThat(rows().number(
                                    "select count(*) from patient_standing where is_moving and recorded_patient_id = ?",
                                    ids.get(0)))
                    .isOne();
        } finally {
            rows().execute("delete from observation where id = ?", "broken-" + ids.get(0));
            awaitMoved();
        }
    }

    @Test
    void shouldReachARecordBehindAHundredThatNeverMove() throws Exception {
        // Given
        rows().execute("insert into observation (id, version, last_updated, patient_id, recorded_patient_id, content,"
                + " status) select 'stuck-' || n, 1, now(), '!stuck-' || n, '!stuck-' || n,"
                + " convert_to('no JSON', 'UTF8'), 'final' from generate_series(1, 120) as n");
        rows().execute("insert into patient_standing (recorded_patient_id, patient_id, version, is_moving)"
                + " select '!stuck-' || n, 'nobody', 1, true from generate_series(1, 120) as n");
        record(ids.get(2));

        // When
        hear(history.merge(ids.get(2), ids.get(3)));

        // Then
        try {
            await("select count(*) from diagnostic_report where patient_id = '" + ids.get(3) + "'", 1);
            assertThat(rows().number("select count(*) from patient_standing where is_moving and move_attempts > 0"))
                    .isPositive();
        } finally {
            rows().execute("delete from patient_standing where patient_id = 'nobody'");
            rows().execute("delete from observation where id like 'stuck-%'");
        }
    }

    @Test
    void shouldEndAsTheRegistryStandsWhateverHappensInWhateverOrder() throws Exception {
        for (var seed = 0; seed < 12; seed++) {
            know();
            var chance = new Random(seed);
            var recorded = new HashMap<String, Integer>();

            // When
            history.play(
                    chance,
                    id -> {
                        record(id);
                        recorded.merge(id, 1, Integer::sum);
                    },
                    this::hear);

            // Then
            awaitMoved();
            for (var id : ids) {
                for (var table : List.of("diagnostic_report", "observation")) {
                    assertThat(rows().number("select count(*) from " + table + " where recorded_patient_id = '" + id
                                    + "' and patient_id = '" + history.patientOf(id)
                                    + "' and convert_from(content, 'UTF8')::jsonb #>> '{subject,reference}'"
                                    + " = 'Patient/' || patient_id"))
                            .as("%s of %s, seed %s", table, id, seed)
                            .isEqualTo(recorded.getOrDefault(id, 0) * (table.equals("observation") ? 3 : 1));
                }
            }
        }
    }

    private String record(String id) {
        var number = "M" + UUID.randomUUID().toString().substring(0, 8);
        send(id, number, "F");
        return number;
    }

    private void correct(String id, String number) {
        send(id, number, "C");
    }

    private void send(String id, String number, String status) {
        var message = new String(Samples.fullBloodCount(number + status, number, status, "118"), UTF_8)
                .replace(Samples.NHS_NUMBER, history.nhsNumberOf(id))
                .replace("~H1234^^^RX901^MR", "");
        try {
            assertThat(Region.send(mllp.number(), message.getBytes(UTF_8)).code())
                    .isEqualTo("AA");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tell(String patientId, PatientChanged fact) {
        Events.tell(kafka, topics.identity(), patientId, Event.newBuilder().setPatientChanged(fact));
    }

    private void hear(PatientChanged fact) {
        follower.hear(fact).await().atMost(PATIENCE);
    }

    private void awaitReports(String patientId, int count) throws Exception {
        var sql = "select count(*) from diagnostic_report where patient_id = '" + patientId + "'";
        await(sql, count);
        awaitMoved();
    }

    private void awaitMoved() throws Exception {
        await("select count(*) from patient_standing where is_moving", 0);
    }

    private void await(String sql, int expected) throws InterruptedException {
        assertThat(rows().await(String.valueOf(expected), sql)).as(sql).isEqualTo(String.valueOf(expected));
    }

    private Rows rows() {
        return new Rows(database);
    }

    private static boolean isAmended(byte[] bytes, String patientId) {
        var event = Events.read(bytes);
        return event.hasReportAmended() && event.getPatientId().equals(patientId);
    }
}
