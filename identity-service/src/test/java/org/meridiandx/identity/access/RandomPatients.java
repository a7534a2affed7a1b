package org.meridiandx.identity.access;

import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.meridiandx.contracts.api.v1.AccessCaller;
import org.meridiandx.contracts.api.v1.AccessQuestion;
import org.meridiandx.identity.relationships.Ground;
import org.meridiandx.identity.relationships.GroundKind;
import org.meridiandx.identity.relationships.RelationshipService;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.policy.ReferencePolicy;

/// Patients with random facts, and what the test itself knows of them: it shares no code with the
/// decisions.
final class RandomPatients {
    static final String FAMILY = "Xanthopoulos";
    private static final int PATIENTS = 40;
    private static final List<String> ORGANISATIONS = List.of("Y90001", "RX901", "RX902", "RX903", "Y90099");
    private static final List<GroundKind> KINDS = List.of(
            GroundKind.REGISTERED_PRACTICE,
            GroundKind.ADMISSION,
            GroundKind.PERFORMER,
            GroundKind.REQUESTER,
            GroundKind.REPORTING_POOL);
    private final Map<String, Known> known = new HashMap<>();
    private final List<String> ids = new ArrayList<>();

    private record Known(List<Ground> live, Optional<Refusal> refusal, boolean optedOut) {}

    private record Refusal(boolean isDeny, String organisation, String type) {}

    static RandomPatients create(Random random, RelationshipService relationships, Pool pool) {
        var world = new RandomPatients();
        for (var i = 0; i < PATIENTS; i++) {
            var id = createPatient(freshNhsNumber(), FAMILY);
            var live = new ArrayList<Ground>();
            live.add(Ground.of(id, GroundKind.REGISTRATION, "RX901", "registration", Instant.EPOCH));
            var all = new ArrayList<Ground>();
            for (var n = random.nextInt(5); n > 0; n--) {
                var ground = any(random, id, n);
                all.add(ground);
                if (holds(ground)) {
                    live.add(ground);
                }
            }
            pool.withTransaction(connection -> relationships.open(connection, all))
                    .await()
                    .indefinitely();
            world.ids.add(id);
            world.known.put(id, new Known(live, consent(random, id), optOut(random, id)));
        }
        return world;
    }

    List<String> ids() {
        return ids;
    }

    ReferencePolicy.Case caseOf(AccessCaller.Builder caller, AccessQuestion.Builder question) {
        var facts = known.getOrDefault(question.getPatientId(), new Known(List.of(), Optional.empty(), false));
        var records = new HashSet<String>();
        if (question.getOrganisationsList().contains(caller.getOrganisation())) {
            records.add("named");
        }
        if (question.getSearchGate()) {
            records.add("search");
        }
        if (!caller.getPatientId().isEmpty() && caller.getPatientId().equals(question.getPatientId())) {
            records.add("own");
        }
        var person = caller.getPatientId().isEmpty() ? caller.getUser() : "Patient/" + caller.getPatientId();
        var grounds = new HashSet<String>();
        for (var ground : facts.live()) {
            var isOrganisations =
                    ground.person().isEmpty() && ground.organisation().equals(caller.getOrganisation());
            var isPersons = !ground.person().isEmpty()
                    && ground.person().equals(person)
                    && Set.of("", caller.getOrganisation()).contains(ground.organisation());
            if (isOrganisations || isPersons) {
                grounds.add(ground.kind().slug());
            }
        }
        return new ReferencePolicy.Case(
                caller.getRole(),
                question.getResourceType(),
                question.getAction(),
                caller.getPurpose(),
                records,
                grounds,
                ReferencePolicy.sealOf(Set.copyOf(question.getLabelsList())),
                consentOf(facts, caller, question),
                facts.optedOut());
    }

    private static String consentOf(Known facts, AccessCaller.Builder caller, AccessQuestion.Builder question) {
        return facts.refusal()
                .filter(rule ->
                        rule.organisation().isEmpty() || rule.organisation().equals(caller.getOrganisation()))
                .filter(rule -> rule.type().isEmpty() || rule.type().equals(question.getResourceType()))
                .map(rule -> rule.isDeny() ? "deny" : "permit")
                .orElse("none");
    }

    private static boolean holds(Ground ground) {
        var now = Instant.now();
        return ground.since().isBefore(now)
                && ground.until().filter(end -> !end.isAfter(now)).isEmpty();
    }

    /// Past, present or to come; mostly of an organisation, at times of one person.
    private static Ground any(Random random, String id, int number) {
        var now = Instant.now();
        var since = now.plus(Duration.ofDays(random.nextInt(5) == 0 ? 3 : -3));
        var until = switch (random.nextInt(3)) {
            case 0 -> Optional.<Instant>empty();
            case 1 -> Optional.of(now.plus(Duration.ofDays(9)));
            default -> Optional.of(now.minus(Duration.ofDays(1)));
        };
        var end = until.filter(time -> time.isAfter(since));
        if (random.nextInt(4) == 0) {
            return new Ground(
                    id,
                    GroundKind.BREAK_GLASS,
                    "Y90099",
                    Persona.STRANGER.fhirUser().orElseThrow(),
                    "test-" + number,
                    since,
                    end);
        }
        return new Ground(
                id,
                KINDS.get(random.nextInt(KINDS.size())),
                ORGANISATIONS.get(random.nextInt(ORGANISATIONS.size())),
                "",
                "test-" + number,
                since,
                end);
    }

    private static Optional<Refusal> consent(Random random, String id) {
        if (random.nextInt(3) != 0) {
            return Optional.empty();
        }
        var rule = new Refusal(
                random.nextBoolean(),
                random.nextBoolean() ? ORGANISATIONS.get(random.nextInt(ORGANISATIONS.size())) : "",
                random.nextBoolean() ? "DiagnosticReport" : "");
        var actor = rule.organisation().isEmpty() ? "" : """
                ,"actor":[{"role":{"coding":[{"code":"IRCP"}]},"reference":{"identifier":{
                  "system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"%s"}}}]""".formatted(rule.organisation());
        var type = rule.type().isEmpty() ? "" : ",\"class\":[{\"code\":\"" + rule.type() + "\"}]";
        post(
                id,
                "sharing",
                "OPTIN",
                ",\"provision\":{\"type\":\"%s\"%s%s}".formatted(rule.isDeny() ? "deny" : "permit", actor, type));
        return Optional.of(rule);
    }

    private static boolean optOut(Random random, String id) {
        if (random.nextInt(4) != 0) {
            return false;
        }
        post(id, "national-data-opt-out", "OPTOUT", "");
        return true;
    }

    private static void post(String id, String category, String policy, String provision) {
        as("loader")
                .header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Consent","status":"active","scope":{"coding":[{"code":"patient-privacy"}]},
                         "category":[{"coding":[{"code":"%s"}]}],"patient":{"reference":"Patient/%s"},
                         "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode",
                                                  "code":"%s"}]}%s}""".formatted(category, id, policy, provision))
                .post("/fhir/R4/Consent")
                .then()
                .statusCode(201);
    }
}
