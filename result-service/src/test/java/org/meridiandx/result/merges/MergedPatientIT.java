package org.meridiandx.result.merges;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Results go with their patient's record, and come back with it.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class MergedPatientIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Random ANY = new Random();

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

    private List<String> ids = List.of();
    private List<String> numbers = List.of();
    private MergeHistory history;

    @BeforeEach
    void know() {
        identity.reset();
        var run = UUID.randomUUID().toString().substring(0, 8);
        ids = List.of("A-" + run, "B-" + run, "C-" + run, "D-" + run);
        numbers = ids.stream().map(id -> MergeHistory.anyNhsNumber(ANY)).toList();
        for (var i = 0; i < ids.size(); i++) {
            identity.patients().add(ids.get(i), numbers.get(i), "1970-01-01");
        }
        history = new MergeHistory(identity.patients(), ids);
    }

    @Test
    void shouldGiveResultsToTheSurvivorAndBack() throws Exception {
        // Given
        var number = record(0);
        var read = "DiagnosticReport?identifier=" + number + "&patient=";

        // When
        tell(ids.get(0), history.merge(ids.get(0), ids.get(1)));

        // Then
        awaitReports(ids.get(1), 1);
        var merged = Region.found("gp", read + ids.get(0)).setRootPath("entry[0].resource");
        assertThat(merged.getString("subject.reference")).isEqualTo("Patient/" + ids.get(1));
        assertThat(merged.getString("subject.identifier.value")).isEqualTo(numbers.get(1));
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
        assertThat(parted.getString("subject.identifier.value")).isEqualTo(numbers.get(0));
        assertThat(Region.found("gp", read + ids.get(1)).getList("entry")).isNullOrEmpty();
        kafka.await(topics.results(), 1, PATIENCE, message -> isAmended(message.value(), ids.get(0)));
    }

    @Test
    void shouldFileWhatComesForTheMergedRecordWithTheSurvivor() throws Exception {
        // Given
        var number = record(0);
        hear(history.merge(ids.get(0), ids.get(1)));

        // When
        // the directory's answer of before the merge is still remembered
        var later = record(0);
        correct(0, number);

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
        record(0);
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
        assertThat(number("select count(*) from specimen where patient_id = '" + ids.get(0) + "'"))
                .isZero();
    }

    @Test
    void shouldMoveALargePatientInBatches() throws Exception {
        // Given
        execute("insert into observation (id, version, last_updated, patient_id, recorded_patient_id, content, status)"
                + " select 'n' || n || '-" + ids.get(0) + "', 1, now(), '" + ids.get(0) + "', '" + ids.get(0)
                + "', convert_to('{\"resourceType\":\"Observation\",\"status\":\"final\"}', 'UTF8'), 'final'"
                + " from generate_series(1, 2500) as n");

        // When
        hear(history.merge(ids.get(0), ids.get(1)));

        // Then
        awaitMoved();
        assertThat(number("select count(*) from observation where version = 2 and patient_id = '" + ids.get(1) + "'"))
                .isEqualTo(2500);
        assertThat(number("select count(*) from superseded_version where patient_id = '" + ids.get(0) + "'"))
                .isEqualTo(2500);
    }

    @Test
    void shouldEndAsTheRegistryStandsWhateverHappensInWhateverOrder() throws Exception {
        for (var seed = 0; seed < 12; seed++) {
            know();
            var chance = new Random(seed);
            var late = new ArrayList<PatientChanged>();
            var recorded = new int[ids.size()];

            // When
            for (var step = 0; step < 14; step++) {
                switch (chance.nextInt(3)) {
                    case 0 -> {
                        var who = chance.nextInt(ids.size());
                        record(who);
                        recorded[who]++;
                    }
                    case 1 -> history.step(chance).ifPresent(late::add);
                    default -> {
                        if (!late.isEmpty()) {
                            hear(late.get(chance.nextInt(late.size())));
                        }
                    }
                }
            }
            Collections.shuffle(late, chance);
            late.forEach(this::hear);

            // Then
            awaitMoved();
            for (var who = 0; who < ids.size(); who++) {
                var id = ids.get(who);
                for (var table : List.of("diagnostic_report", "observation")) {
                    assertThat(number("select count(*) from " + table + " where recorded_patient_id = '" + id
                                    + "' and patient_id = '" + history.patientOf(id)
                                    + "' and convert_from(content, 'UTF8')::jsonb #>> '{subject,reference}'"
                                    + " = 'Patient/' || patient_id"))
                            .as("%s of %s, seed %s", table, id, seed)
                            .isEqualTo(recorded[who] * (table.equals("observation") ? 3 : 1));
                }
            }
        }
    }

    private String record(int who) throws IOException {
        var number = "M" + UUID.randomUUID().toString().substring(0, 8);
        send(who, number, "F");
        return number;
    }

    private void correct(int who, String number) throws IOException {
        send(who, number, "C");
    }

    private void send(int who, String number, String status) throws IOException {
        var message = new String(Samples.fullBloodCount(number + status, number, status, "118"), "UTF-8")
                .replace(Samples.NHS_NUMBER, numbers.get(who))
                .replace("~H1234^^^RX901^MR", "");
        assertThat(Region.send(mllp.number(), message.getBytes("UTF-8")).code()).isEqualTo("AA");
    }

    private void tell(String patientId, PatientChanged fact) {
        var event = Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setPatientId(patientId)
                .setPatientChanged(fact)
                .build();
        kafka.send(topics.identity(), patientId, event.toByteArray());
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

    private void await(String sql, int expected) throws Exception {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (number(sql) != expected && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        assertThat(number(sql)).as(sql).isEqualTo(expected);
    }

    private int number(String sql) throws Exception {
        try (var connection = database.connect();
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void execute(String sql) throws Exception {
        try (var connection = database.connect()) {
            connection.createStatement().execute(sql);
        }
    }

    private static boolean isAmended(byte[] bytes, String patientId) {
        try {
            var event = Event.parseFrom(bytes);
            return event.hasReportAmended() && event.getPatientId().equals(patientId);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
