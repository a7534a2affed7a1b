package org.meridiandx.e2e.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.region.Service;
import org.meridiandx.e2e.SharedRegion;
import org.meridiandx.e2e.world.Asker;
import org.meridiandx.e2e.world.AskerTokens;
import org.meridiandx.e2e.world.Marks;
import org.meridiandx.e2e.world.RecordsMade;
import org.meridiandx.e2e.world.Region;
import org.meridiandx.e2e.world.World;
import org.meridiandx.e2e.world.WorldMade;
import org.meridiandx.e2e.world.WorldPatient;
import org.meridiandx.e2e.world.WorldRecord;

/// Two records of one person, with orders, results and images on both, are merged by ADT^A40 and parted again: every
/// service follows within seconds, each interface shows everybody what the reference policy says before, meanwhile and
/// afterwards, and each record goes back to where it was told of.
class MergeIT {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final Duration SECONDS = Duration.ofSeconds(10);
    private static final int PAIRS = 1_000;
    private static final String BIRTH_DATE = "1971-02-03";

    private static Region region;
    private static AskerTokens tokens;

    private final long seed = System.nanoTime() % 1_000_000_000;
    private final Marks marks = new Marks(new Random(seed));
    private final Instant since = Instant.now();

    /// How the two are parted.
    enum Parting {
        MESSAGE,
        OPERATION
    }

    @BeforeAll
    static void findRegion() throws IOException, InterruptedException {
        region = new Region(SharedRegion.get().partner());
        WorldMade.releaseAtOnce(region);
        tokens = new AskerTokens(region.partner(), SharedRegion.get().data());
    }

    @ParameterizedTest
    @EnumSource(Parting.class)
    void shouldFollowAMergeEverywhereAndPutEachRecordBack(Parting parting) throws Exception {
        // Given
        var survivor = told(marks.nhsNumber(), "Y90001");
        var other = told("", "Y90098");
        var records = new ArrayList<>(List.of(patientRecord(survivor), patientRecord(other)));
        records.addAll(recordsOf(survivor));
        records.addAll(recordsOf(other));
        expectEverywhere(List.of(survivor, other), records, "before");

        // When
        tell("A40", survivor, "MRG|" + number(other) + "^^^RX901^MR\r");
        var one = union(survivor, other);
        expectEverywhere(List.of(one), ofOne(one, other, records), "merged");
        records.addAll(recordsOf(survivor));
        records.addAll(recordsOf(other));
        expectEverywhere(List.of(one), ofOne(one, other, records), "merged, with more of both");
        expectSurvivorsInPlaceOf(other, survivor, records);
        part(parting, survivor, other);

        // Then
        expectEverywhere(List.of(survivor, other), records, "parted by " + parting);
    }

    private WorldPatient told(String nhsNumber, String practice) throws IOException, InterruptedException {
        var patient = new WorldPatient(0, nhsNumber, marks.next(), BIRTH_DATE);
        tell("A28", patient, "PD1|||PRACTICE^^" + practice + "^^^ODS\r");
        patient.toldBy("RX901");
        patient.holds("registered-practice", practice);
        patient.id(entries(search("Patient?identifier=" + identifier(patient).replace("|", "%7C")))
                .iterator()
                .next());
        return patient;
    }

    private void tell(String trigger, WorldPatient patient, String more) throws IOException {
        var now = LocalDateTime.now().format(TIME);
        region.tell(
                Service.IDENTITY,
                "MSH|^~\\&|PAS|RX901|MERIDIAN|NORTH|%s||ADT^%s|%s|P|2.5.1\r".formatted(now, trigger, UUID.randomUUID())
                        + "EVN|%s|%s\r".formatted(trigger, now)
                        + "PID|1||%s^^^RX901^MR%s||%s^Alex||%s|F\r"
                                .formatted(
                                        number(patient),
                                        patient.nhsNumber().isEmpty() ? "" : "~" + patient.nhsNumber() + "^^^NHS^NH",
                                        patient.family(),
                                        BIRTH_DATE.replace("-", ""))
                        + more);
    }

    private void part(Parting parting, WorldPatient survivor, WorldPatient other)
            throws IOException, InterruptedException {
        switch (parting) {
            case MESSAGE -> tell("A37", survivor, "PID|2||" + number(other) + "^^^RX901^MR\r");
            case OPERATION ->
                region.done(Persona.LOADER, Call.post("/fhir/R4/Patient/$unmerge", """
                        {"resourceType":"Parameters","parameter":[{"name":"source-patient",
                         "valueReference":{"reference":"Patient/%s"}}]}""".formatted(other.id())));
        }
    }

    /// The hospital's own number of a record.
    private static String number(WorldPatient patient) {
        return "H" + patient.family();
    }

    private static String identifier(WorldPatient patient) {
        return "urn:meridian:rx901:mrn|" + number(patient);
    }

    private static WorldRecord patientRecord(WorldPatient patient) {
        return new WorldRecord(
                "Patient",
                patient.id(),
                patient,
                Set.of("RX901"),
                Set.of(),
                new WorldRecord.Names(patient.family(), identifier(patient), ""));
    }

    /// An order with its task, images and report of either: the survivor's goes from its practice to the diagnostic
    /// centre, the other's from its practice to the hospital.
    private List<WorldRecord> recordsOf(WorldPatient patient) throws IOException, InterruptedException {
        var isSurvivor = !patient.nhsNumber().isEmpty();
        var made = new ArrayList<>(new RecordsMade(region, marks)
                .oneOfEach(
                        patient,
                        isSurvivor
                                ? new RecordsMade.Parties(Persona.GP, "RX903")
                                : new RecordsMade.Parties(Persona.OUTSIDER, "RX901"),
                        isSurvivor ? Persona.PACS : Persona.LOADER));
        made.addAll(RecordsMade.tasks(
                region,
                made.stream().filter(record -> record.is("ServiceRequest")).toList()));
        assertThat(made)
                .extracting(WorldRecord::type)
                .contains("ServiceRequest", "Task", "DiagnosticReport", "Observation", "Specimen", "ImagingStudy");
        return made;
    }

    /// The survivor, with whom everybody has the grounds that they have with either.
    private static WorldPatient union(WorldPatient survivor, WorldPatient other) {
        var one = new WorldPatient(0, survivor.nhsNumber(), survivor.family(), BIRTH_DATE);
        one.id(survivor.id());
        survivor.held().forEach(one::holds);
        other.held().forEach(one::holds);
        return one;
    }

    /// The same records as those of one patient. The merged patient's own is found as the survivor's.
    private static List<WorldRecord> ofOne(WorldPatient one, WorldPatient other, Collection<WorldRecord> records) {
        return records.stream()
                .filter(record -> !record.is("Patient") || record.patient() != other)
                .map(record -> new WorldRecord(
                        record.type(), record.key(), one, record.organisations(), record.labels(), record.names()))
                .toList();
    }

    /// Every service has followed within seconds; then each interface is held against the reference policy.
    private void expectEverywhere(List<WorldPatient> patients, List<WorldRecord> records, String when)
            throws Exception {
        var world = new World(since, marks.prefix(), patients, records);
        var begin = System.nanoTime();
        awaitFollowed(world);
        System.out.printf("%s: followed in %d ms%n", when, (System.nanoTime() - begin) / 1_000_000);
        for (var type : FhirDoors.TYPES) {
            world.order(type, PagingDoors.order(PagingDoors.loader(world, MergeIT::send), type));
        }
        var found = new Everywhere(world, seed, MergeIT::send).visit(Everywhere.doors(), PAIRS);
        assertThat(found.all()).as("%s, seed %d", when, seed).isEmpty();
        assertThat(found.pairs()).isGreaterThanOrEqualTo(PAIRS);
    }

    private static void awaitFollowed(World world) throws IOException, InterruptedException {
        var end = Instant.now().plus(SECONDS);
        while (true) {
            var missing = notFollowed(world);
            if (missing.isEmpty()) {
                return;
            }
            assertThat(Instant.now()).as("in time: %s", missing).isBefore(end);
            Thread.sleep(100);
        }
    }

    /// Searches of a patient whose answer is another than the world's.
    private static List<String> notFollowed(World world) throws IOException, InterruptedException {
        var missing = new ArrayList<String>();
        for (var patient : world.patients()) {
            for (var type : FhirDoors.TYPES) {
                var shown = entries(search(type + "?_count=200&patient=Patient/" + patient.id()));
                var wanted = new HashSet<>(
                        world.of(patient, type).stream().map(WorldRecord::key).toList());
                if (!shown.equals(wanted)) {
                    missing.add(type + " of " + patient.id() + ": " + shown + ", not " + wanted);
                }
            }
        }
        return missing;
    }

    /// A search for the merged record answers with all that the survivor has, images by the survivor's number too.
    private static void expectSurvivorsInPlaceOf(
            WorldPatient other, WorldPatient survivor, Collection<WorldRecord> records)
            throws IOException, InterruptedException {
        for (var type : FhirDoors.TYPES) {
            var wanted = new HashSet<>(records.stream()
                    .filter(record -> record.is(type))
                    .map(WorldRecord::key)
                    .toList());
            assertThat(entries(search(type + "?_count=200&patient=Patient/" + other.id())))
                    .as(type)
                    .isEqualTo(wanted);
        }
        assertThat(entries(search("Patient?identifier=" + identifier(other).replace("|", "%7C"))))
                .containsExactly(survivor.id());
        var images = region.done(
                Persona.LOADER,
                Call.get("/dicom-web/studies?PatientID=" + survivor.nhsNumber())
                        .with("Accept", "application/dicom+json"));
        assertThat(images.size()).isEqualTo((int)
                records.stream().filter(record -> record.is("ImagingStudy")).count());
    }

    private static JsonNode search(String query) throws IOException, InterruptedException {
        return region.done(Persona.LOADER, Call.get("/fhir/R4/" + query));
    }

    private static Set<String> entries(JsonNode bundle) {
        var ids = new HashSet<String>();
        bundle.path("entry")
                .forEach(entry -> ids.add(entry.path("resource").path("id").asText()));
        return ids;
    }

    private static Answer send(Asker asker, Call call) throws IOException, InterruptedException {
        return region.partner().send(call.with("Authorization", "Bearer " + tokens.of(asker)));
    }
}
