package org.meridiandx.identity.patients;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.identity.patients.content.PatientIdentifier;
import org.meridiandx.identity.patients.values.TrustOrder;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.Region;
import org.meridiandx.testkit.region.RegionTestResource;

/// As `HistoriesTest`, on the real tables: after any history of merges, changes and partings each record
/// has its own identifiers, and what was said of it; no record has another's.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class MergeHistoriesIT {
    private static final int HISTORIES = 200;
    private static final int RECORDS = 4;
    private static final int STEPS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Pool pool;

    @Inject
    PatientRegistry registry;

    @Inject
    PatientMerges merges;

    @Test
    void shouldNeverCrossRecordsAndPutEachBack() {
        // Given
        var random = new Random(20_261_122L);

        // When
        var merges = 0;
        for (var i = 0; i < HISTORIES; i++) {
            merges += run(random);
        }

        // Then: each run has checked itself, and it did happen
        assertThat(merges).isGreaterThan(HISTORIES);
    }

    /// @return how many merges there were
    private int run(Random random) {
        var merged = 0;
        var ids = new ArrayList<String>();
        var numbers = new HashMap<String, String>();
        var streets = new HashMap<String, String>();
        for (var i = 0; i < RECORDS; i++) {
            var number = Region.freshNhsNumber();
            var id = add(number);
            ids.add(id);
            numbers.put(id, number);
            streets.put(id, "first");
        }
        var parents = new HashMap<String, String>();
        for (var step = 0; step < STEPS; step++) {
            var one = ids.get(random.nextInt(RECORDS));
            var other = ids.get(random.nextInt(RECORDS));
            switch (random.nextInt(3)) {
                case 0 -> {
                    if (merge(one, other)) {
                        merged++;
                        parents.put(one, root(parents, other));
                    }
                }
                case 1 -> {
                    if (part(one)) {
                        parents.remove(one);
                    }
                }
                default -> {
                    var street = "street " + step;
                    change(numbers.get(one), street);
                    streets.put(one, street);
                }
            }
            check(ids, numbers, parents);
        }
        List.copyOf(parents.keySet()).forEach(this::part);
        for (var id : ids) {
            var record = read(id);
            assertThat(values(record)).containsExactly(numbers.get(id));
            assertThat(record.getLink()).isEmpty();
            assertThat(record.hasActive()).isFalse();
            assertThat(record.getAddressFirstRep().getLine().getFirst().getValue())
                    .isEqualTo(streets.get(id));
        }
        return merged;
    }

    private void check(List<String> ids, Map<String, String> numbers, Map<String, String> parents) {
        for (var id : ids) {
            var expected = ids.stream()
                    .filter(other -> isBelow(parents, other, id))
                    .map(numbers::get)
                    .collect(Collectors.toSet());
            assertThat(values(read(id))).containsExactlyInAnyOrderElementsOf(expected);
            var match = await(pool.withTransaction(connection -> registry.match(
                    connection,
                    List.of(new PatientIdentifier("https://fhir.nhs.uk/Id/nhs-number", numbers.get(id), true)))));
            assertThat(match).hasSize(1);
            assertThat(match.getFirst().recordId()).isEqualTo(id);
            assertThat(match.getFirst().patientId()).isEqualTo(root(parents, id));
        }
    }

    private static boolean isBelow(Map<String, String> parents, String id, String above) {
        for (Optional<String> at = Optional.of(id); at.isPresent(); at = Optional.ofNullable(parents.get(at.get()))) {
            if (at.get().equals(above)) {
                return true;
            }
        }
        return false;
    }

    private static String root(Map<String, String> parents, String id) {
        return parents.containsKey(id) ? root(parents, parents.get(id)) : id;
    }

    private String add(String number) {
        var patient = new Patient();
        patient.addIdentifier(
                new Identifier().setSystem("https://fhir.nhs.uk/Id/nhs-number").setValue(number));
        patient.addName().setFamily("History");
        patient.addAddress().addLine("first");
        return await(pool.withTransaction(connection -> registry.add(connection, patient, source())))
                .id();
    }

    private void change(String number, String street) {
        await(pool.withTransaction(connection -> registry.match(
                        connection, List.of(new PatientIdentifier("https://fhir.nhs.uk/Id/nhs-number", number, true)))
                .chain(matches -> registry.lock(connection, matches.getFirst().recordId())
                        .chain(found -> {
                            var kin = found.orElseThrow();
                            var recordId = matches.getFirst().recordId();
                            var patient = kin.whole(recordId);
                            patient.getAddress().clear();
                            patient.addAddress().addLine(street);
                            return registry.change(connection, kin, recordId, patient, source());
                        }))));
    }

    private boolean merge(String one, String other) {
        return await(pool.withTransaction(connection -> merges.merge(connection, one, other, "test", caller())))
                instanceof PatientMerges.Result.Done;
    }

    private boolean part(String id) {
        return await(pool.withTransaction(connection -> merges.unmerge(connection, id, caller())))
                instanceof PatientMerges.Result.Done;
    }

    private Patient read(String id) {
        var rows = await(pool.preparedQuery("select content from patient where id = $1")
                .execute(io.vertx.mutiny.sqlclient.Tuple.of(id)));
        return FhirJson.parse(rows.iterator().next().getBuffer(0).getBytes(), Patient.class);
    }

    private static List<String> values(Patient patient) {
        return patient.getIdentifier().stream().map(Identifier::getValue).toList();
    }

    private static <T> T await(io.smallrye.mutiny.Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    private static PatientRegistry.Source source() {
        return new PatientRegistry.Source(caller(), true, "registration", TrustOrder.Kind.OWN);
    }

    private static Caller caller() {
        return new Caller(
                "test", "RX901", "loader", Optional.empty(), Optional.empty(), "direct-care", new Scopes(List.of()));
    }
}
