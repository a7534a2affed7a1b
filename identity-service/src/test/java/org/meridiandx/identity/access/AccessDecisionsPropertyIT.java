package org.meridiandx.identity.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.api.v1.AccessAnswer;
import org.meridiandx.contracts.api.v1.AccessCaller;
import org.meridiandx.contracts.api.v1.AccessQuestion;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.relationships.RelationshipService;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.policy.ReferencePolicy;
import org.meridiandx.testkit.region.RegionTestResource;

/// Random callers, purposes, patients and records, against the reference table: gRPC in batches, and
/// this service's reads, searches, histories of consents and error texts over HTTP. The seed is
/// printed; `-Dmeridian.seed` plays it again, `-Dmeridian.pairs` sets how many.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class AccessDecisionsPropertyIT {
    private static final int BATCH = 500;
    private static final List<Persona> ASKERS = List.of(
            Persona.GP,
            Persona.HOSPITAL_DOCTOR,
            Persona.RADIOLOGIST,
            Persona.LAB,
            Persona.PACS,
            Persona.STRANGER,
            Persona.PATIENT,
            Persona.LOADER,
            Persona.AUDITOR);
    private static final List<Persona> OVER_HTTP =
            List.of(Persona.GP, Persona.HOSPITAL_DOCTOR, Persona.LAB, Persona.STRANGER, Persona.AUDITOR);
    private static final List<String> PURPOSES =
            List.of("direct-care", "direct-care", "secondary-use", "administration", "curiosity");
    private static final List<String> TYPES = List.of(
            "Patient",
            "ServiceRequest",
            "Task",
            "DiagnosticReport",
            "Observation",
            "ImagingStudy",
            "Consent",
            "Organization",
            "AuditEvent");
    private static final List<List<String>> LABELS =
            List.of(List.of(), List.of(), List.of("R"), List.of("HIV"), List.of("V"), List.of("NOPAT"));
    private static final List<String> ORGANISATIONS = List.of("Y90001", "RX901", "RX902", "RX903", "Y90099");

    @Inject
    RelationshipService relationships;

    @Inject
    Pool pool;

    private final ReferencePolicy reference = ReferencePolicy.read();
    private Decisions decisions;

    @BeforeEach
    void connect() {
        decisions = new Decisions();
    }

    @AfterEach
    void disconnect() {
        decisions.close();
    }

    @Test
    void shouldDecideAsTheTableForRandomPairs() {
        // Given
        var random = seeded();
        var pairs = Integer.getInteger("meridian.pairs", 100_000);
        var world = RandomPatients.create(random, relationships, pool);

        // When
        var differences = differences(random, world, pairs, (caller, questions) -> decisions.ask(caller, questions));

        // Then
        assertThat(differences).isEmpty();
    }

    @Test
    void shouldFindAHolePlantedInTheAnswers() {
        // Given
        var random = seeded();
        var world = RandomPatients.create(random, relationships, pool);

        // When
        var differences = differences(random, world, 5_000, (caller, questions) -> {
            var answers = new ArrayList<>(decisions.ask(caller, questions));
            for (var i = 0; i < answers.size(); i++) {
                // A hole as it could be: the seal of a report is not looked at.
                if (answers.get(i).getReason().equals("sealed")
                        && questions.get(i).getResourceType().equals("DiagnosticReport")) {
                    answers.set(
                            i,
                            answers.get(i).toBuilder()
                                    .setAllowed(true)
                                    .setReason("admission")
                                    .build());
                }
            }
            return answers;
        });

        // Then
        assertThat(differences).isNotEmpty().allMatch(text -> text.contains("sealed"));
    }

    @Test
    void shouldServeAsTheTableSaysOverHttp() {
        // Given
        var world = RandomPatients.create(seeded(), relationships, pool);

        // When
        var differences =
                httpDifferences(world, (who, path) -> as(who.clientId()).get(path));

        // Then
        assertThat(differences).isEmpty();
    }

    @Test
    void shouldFindAHolePlantedInEachInterface() {
        // Given
        var world = RandomPatients.create(seeded(), relationships, pool);
        var holes = List.of("/fhir/R4/Patient/", "/fhir/R4/Patient?", "/fhir/R4/Consent?", "/fhir/R4/AuditEvent?");

        for (var hole : holes) {
            // When
            var differences = httpDifferences(
                    world,
                    (who, path) -> as(path.startsWith(hole) && who == Persona.STRANGER ? "loader" : who.clientId())
                            .get(path));

            // Then
            assertThat(differences).as(hole).isNotEmpty().allMatch(text -> text.contains(hole));
        }
    }

    private static Random seeded() {
        var seed = Long.getLong("meridian.seed", System.nanoTime());
        System.out.println("seed " + seed + " (-Dmeridian.seed)");
        return new Random(seed);
    }

    private List<String> differences(
            Random random,
            RandomPatients world,
            int pairs,
            BiFunction<AccessCaller.Builder, List<AccessQuestion.Builder>, List<AccessAnswer>> ask) {
        var differences = new ArrayList<String>();
        for (var done = 0; done < pairs; done += BATCH) {
            var who = any(random, ASKERS);
            var self = who == Persona.PATIENT ? any(random, world.ids()) : "";
            var caller = AccessCaller.newBuilder()
                    .setClientId(who.clientId())
                    .setOrganisation(who.organisation())
                    .setRole(who.role())
                    .setUser(who.fhirUser().orElse(""))
                    .setPatientId(self)
                    .setPurpose(any(random, PURPOSES));
            var questions = new ArrayList<AccessQuestion.Builder>();
            for (var i = 0; i < BATCH; i++) {
                questions.add(question(random, world));
            }
            var answers = ask.apply(caller, questions);
            for (var i = 0; i < BATCH; i++) {
                compare(world.caseOf(caller, questions.get(i)), answers.get(i), differences);
            }
        }
        return differences;
    }

    private void compare(ReferencePolicy.Case asked, AccessAnswer answer, List<String> differences) {
        var promised = reference.decide(asked);
        var isSame = promised.isAllowed() == answer.getAllowed()
                && promised.because().equals(answer.getReason())
                && promised.obligations().equals(Set.copyOf(answer.getObligationsList()));
        if (!isSame) {
            differences.add(asked + ": row " + promised.row() + " says " + promised.because() + ", answered "
                    + answer.getAllowed() + " " + answer.getReason());
        }
    }

    private static AccessQuestion.Builder question(Random random, RandomPatients world) {
        var isGate = random.nextInt(6) == 0;
        var question = AccessQuestion.newBuilder()
                .setResourceType(any(random, TYPES))
                .setAction(isGate ? "s" : any(random, List.of("c", "r", "u", "d", "s")))
                .setPatientId(random.nextInt(20) == 0 ? "" : any(random, world.ids()))
                .setSearchGate(isGate);
        if (!isGate) {
            question.addAllLabels(any(random, LABELS));
            if (random.nextInt(3) == 0) {
                question.addOrganisations(any(random, ORGANISATIONS));
            }
        }
        return question;
    }

    private List<String> httpDifferences(RandomPatients world, BiFunction<Persona, String, Response> ask) {
        var differences = new ArrayList<String>();
        for (var who : OVER_HTTP) {
            for (var id : world.ids()) {
                read(world, who, id, ask, differences);
                search(world, who, id, ask, differences);
                gate(world, who, id, "Consent", ask, differences);
                gate(world, who, id, "AuditEvent", ask, differences);
            }
        }
        return differences;
    }

    private void read(
            RandomPatients world,
            Persona who,
            String id,
            BiFunction<Persona, String, Response> ask,
            List<String> differences) {
        var path = "/fhir/R4/Patient/" + id;
        var promised = promised(
                world,
                who,
                AccessQuestion.newBuilder()
                        .setResourceType("Patient")
                        .setAction("r")
                        .setPatientId(id)
                        .addOrganisations("RX901"));
        note(path, who, ask.apply(who, path), promised && mayUse(who, "Patient") ? 200 : 403, differences);
    }

    private void search(
            RandomPatients world,
            Persona who,
            String id,
            BiFunction<Persona, String, Response> ask,
            List<String> differences) {
        if (!mayUse(who, "Patient")) {
            return;
        }
        var path = "/fhir/R4/Patient?_id=" + id;
        var promised = promised(
                world,
                who,
                AccessQuestion.newBuilder()
                        .setResourceType("Patient")
                        .setAction("s")
                        .setPatientId(id)
                        .addOrganisations("RX901"));
        var answer = ask.apply(who, path);
        note(path, who, answer, 200, differences);
        if (answer.statusCode() == 200 && answer.jsonPath().getInt("total") != (promised ? 1 : 0)) {
            differences.add(
                    path + " as " + who + ": counts " + answer.jsonPath().getInt("total"));
        }
        if (!promised && answer.asString().contains(RandomPatients.FAMILY)) {
            differences.add(path + " as " + who + ": shows a name");
        }
    }

    /// A search that names a patient: refused as a whole, or asked.
    private void gate(
            RandomPatients world,
            Persona who,
            String id,
            String type,
            BiFunction<Persona, String, Response> ask,
            List<String> differences) {
        var path = "/fhir/R4/" + type + "?patient=Patient/" + id;
        var promised = promised(
                world,
                who,
                AccessQuestion.newBuilder()
                        .setResourceType(type)
                        .setAction("s")
                        .setPatientId(id)
                        .setSearchGate(true));
        note(path, who, ask.apply(who, path), promised && mayUse(who, type) ? 200 : 403, differences);
    }

    private boolean promised(RandomPatients world, Persona who, AccessQuestion.Builder question) {
        var caller = AccessCaller.newBuilder()
                .setOrganisation(who.organisation())
                .setRole(who.role())
                .setUser(who.fhirUser().orElse(""))
                .setPurpose("direct-care");
        return reference.decide(world.caseOf(caller, question)).isAllowed();
    }

    /// Scopes come before the table.
    private static boolean mayUse(Persona who, String type) {
        return who != Persona.AUDITOR || type.equals("AuditEvent");
    }

    private static void note(String path, Persona who, Response answer, int expected, List<String> differences) {
        if (answer.statusCode() != expected) {
            differences.add(path + " as " + who + ": " + answer.statusCode() + ", promised " + expected);
        }
        if (expected == 403 && answer.asString().contains(RandomPatients.FAMILY)) {
            differences.add(path + " as " + who + ": the refusal shows a name");
        }
    }

    private static <T> T any(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
