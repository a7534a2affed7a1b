package org.meridiandx.e2e.world;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;

/// Makes a world through the public interfaces, as partners do, and waits until every service has heard of all of it.
public final class WorldMade {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final List<String> MOVING = List.of("ServiceRequest", "Task", "ImagingStudy");

    private final Region region;
    private final PatientsMade patients;
    private final Marks marks;
    private final long seed;
    private final Instant since = Instant.now();

    private WorldMade(Region region, long seed) {
        this.region = region;
        this.patients = new PatientsMade(region);
        this.marks = new Marks(new Random(seed));
        this.seed = seed;
    }

    public static World of(Region region, long seed, int size) throws Exception {
        return new WorldMade(region, seed).make(size);
    }

    private World make(int size) throws Exception {
        var people = IntStream.range(0, size)
                .mapToObj(number ->
                        new WorldPatient(number, marks.nhsNumber(), marks.next(), PatientsMade.birthDate(number)))
                .toList();
        // Every persona has its token before many threads ask for one.
        for (var persona : Persona.values()) {
            region.partner().token(persona);
        }
        releaseAtOnce(region);
        var records = new ArrayList<WorldRecord>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var done = new ArrayList<Future<List<WorldRecord>>>();
            for (var patient : people) {
                Callable<List<WorldRecord>> work = () -> make(patient);
                done.add(threads.submit(work));
            }
            for (var each : done) {
                records.addAll(each.get());
            }
        } catch (ExecutionException e) {
            throw new AssertionError("The world could not be made", e.getCause());
        }
        proxies(people);
        return settled(people, records);
    }

    /// Who may see what is looked at here, and not when: each organisation lets patients see their results at once.
    public static void releaseAtOnce(Region region) throws IOException, InterruptedException {
        for (var who : List.of(
                Persona.GP, Persona.HOSPITAL_DOCTOR, Persona.STRANGER, Persona.OUTSIDER, Persona.LAB, Persona.LOADER)) {
            for (var subject : List.of("laboratory", "imaging", "other", "child", "sensitive")) {
                region.done(
                        who,
                        new Call(
                                "PUT",
                                "/results/release-rules/" + subject,
                                Map.of("Content-Type", "application/json"),
                                BodyPublishers.ofString("{\"release\":\"at-once\"}")));
            }
        }
    }

    private List<WorldRecord> make(WorldPatient patient) throws IOException, InterruptedException {
        patients.make(patient);
        var made = new ArrayList<WorldRecord>();
        made.add(new WorldRecord(
                "Patient",
                patient.id(),
                patient,
                patient.tellers(),
                patient.labels(),
                new WorldRecord.Names(patient.family(), PatientsMade.NHS_NUMBER + "|" + patient.nhsNumber(), "")));
        made.addAll(new RecordsMade(region, marks).make(patient, new Random(seed + patient.number())));
        made.addAll(patients.consents(patient));
        if (patient.number() % 6 == 5) {
            patients.openInEmergency(patient);
        }
        return made;
    }

    /// The first patients act for others; a parent for a child of seven, and for one of thirteen where a clinician has
    /// looked at it.
    private void proxies(List<WorldPatient> people) throws IOException, InterruptedException {
        for (var patient : people) {
            switch (patient.number() % 16) {
                case 7, 15 -> patients.actFor(patient, people.get(0), "parent", true);
                case 6 -> patients.actFor(patient, people.get(3), "parent-reviewed", true);
                case 14 -> patients.actFor(patient, people.get(1), "parent", false);
                case 4, 12 -> patients.actFor(patient, people.get(2), "adult-consent", true);
                default -> {}
            }
        }
    }

    /// Adds the tasks, once nothing changes any more: orders are completed by their reports, and each is told of.
    private World settled(List<WorldPatient> people, List<WorldRecord> records)
            throws IOException, InterruptedException {
        var end = Instant.now().plus(PATIENCE);
        var orders =
                records.stream().filter(record -> record.is("ServiceRequest")).toList();
        var before = "";
        while (true) {
            Thread.sleep(PAUSE);
            var state = state();
            var tasks = RecordsMade.tasks(region, orders);
            if (state.equals(before) && tasks.size() == orders.size()) {
                records.addAll(tasks);
                return new World(since, marks.prefix(), people, records);
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("The world does not settle: " + tasks.size() + " of " + orders.size()
                        + " orders have their task" + (state.equals(before) ? "" : ", and records still change"));
            }
            before = state;
        }
    }

    /// Versions of everything that others' facts move.
    private String state() throws IOException, InterruptedException {
        var all = new StringBuilder();
        for (var type : MOVING) {
            region.done(Persona.LOADER, Call.get("/fhir/R4/" + type + "?_count=200&_lastUpdated=ge" + since))
                    .path("entry")
                    .forEach(entry -> all.append(
                                    entry.path("resource").path("id").asText())
                            .append(entry.path("resource")
                                    .path("meta")
                                    .path("versionId")
                                    .asText()));
        }
        return all.toString();
    }
}
