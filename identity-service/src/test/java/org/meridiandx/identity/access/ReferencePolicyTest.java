package org.meridiandx.identity.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.access.rules.AccessPolicy;
import org.meridiandx.identity.access.rules.ConsentRule;
import org.meridiandx.identity.access.rules.Seal;
import org.meridiandx.identity.access.rules.Situation;
import org.meridiandx.testkit.policy.ReferencePolicy;
import org.meridiandx.testkit.shared.RepositoryRoot;

/// The policy that is run, against the table that is promised.
class ReferencePolicyTest {
    private static final List<String> ROLES = List.of(
            "clinician",
            "radiologist",
            "laboratory",
            "archive",
            "patient-administration",
            "patient",
            "auditor",
            "developer",
            "operator",
            "loader",
            "");
    private static final List<String> TYPES = List.of(
            "Patient",
            "ServiceRequest",
            "Task",
            "DiagnosticReport",
            "Observation",
            "Specimen",
            "ImagingStudy",
            "Consent",
            "AuditEvent",
            "Organization",
            "PractitionerRole");
    private static final List<String> PURPOSES = List.of(
            "direct-care", "emergency", "administration", "secondary-use", "research", "public-health", "curiosity");
    private static final List<String> GROUNDS = List.of(
            "registered-practice",
            "admission",
            "performer",
            "reporting-pool",
            "registration",
            "requester",
            "break-glass",
            "proxy");

    private final ReferencePolicy reference = ReferencePolicy.read();
    private final AccessPolicy policy = PolicyFile.parse(ownPolicy());

    @Test
    void shouldDecideAsTheTableForEachGroundAloneAndForNone() {
        // Given
        var grounds = new ArrayList<Set<String>>();
        grounds.add(Set.of());
        GROUNDS.forEach(ground -> grounds.add(Set.of(ground)));
        var situations = new ArrayList<Situation>();
        for (var role : ROLES) {
            for (var type : TYPES) {
                for (var purpose : PURPOSES) {
                    for (var ground : grounds) {
                        situations.addAll(around(role, type, purpose, ground));
                    }
                }
            }
        }

        // When
        var different =
                situations.stream().filter(situation -> !agrees(situation)).toList();

        // Then
        assertThat(situations).hasSizeGreaterThan(1_000_000);
        assertThat(different).isEmpty();
    }

    @Test
    void shouldDecideAsTheTableForRandomMixesOfGrounds() {
        // Given
        var seed = Long.getLong("meridian.seed", System.nanoTime());
        System.out.println("seed " + seed);
        var random = new Random(seed);

        // When
        var different = random.longs(200_000)
                .mapToObj(next -> any(new Random(next)))
                .filter(situation -> !agrees(situation))
                .toList();

        // Then
        assertThat(different).as("seed %d", seed).isEmpty();
    }

    @Test
    void shouldHaveNoRuleThatNothingReaches() {
        // Given
        var random = new Random(1);
        var reached = new java.util.HashSet<String>();

        // When
        for (var i = 0; i < 400_000; i++) {
            reached.add(policy.decide(any(random)).rule());
        }

        // Then
        assertThat(policy.rules()).allSatisfy(rule -> assertThat(reached).contains(rule.name()));
    }

    private boolean agrees(Situation situation) {
        var run = policy.decide(situation);
        var promised = reference.decide(new ReferencePolicy.Case(
                situation.role(),
                situation.resourceType(),
                situation.action(),
                situation.purpose(),
                records(situation),
                situation.grounds(),
                situation.seal().slug(),
                situation.consent().slug(),
                situation.isOptedOut()));
        return run.isAllowed() == promised.isAllowed()
                && run.reason().equals(promised.because())
                && run.obligations().equals(promised.obligations());
    }

    private static Set<String> records(Situation situation) {
        var words = new java.util.HashSet<String>();
        if (situation.isNamed()) {
            words.add("named");
        }
        if (situation.isSelf()) {
            words.add("own");
        }
        if (situation.isGate()) {
            words.add("search");
        }
        return words;
    }

    private static List<Situation> around(String role, String type, String purpose, Set<String> grounds) {
        var situations = new ArrayList<Situation>();
        for (var action : List.of("c", "r", "u", "d", "s")) {
            for (var seal : Seal.values()) {
                for (var consent : ConsentRule.Effect.values()) {
                    for (var bits = 0; bits < 8; bits++) {
                        situations.add(new Situation(
                                role,
                                purpose,
                                action,
                                type,
                                (bits & 1) != 0,
                                (bits & 2) != 0 && action.equals("s"),
                                (bits & 2) != 0 && role.equals("patient"),
                                grounds,
                                seal,
                                consent,
                                (bits & 4) != 0));
                    }
                }
            }
        }
        return situations;
    }

    private static Situation any(Random random) {
        var grounds = new java.util.HashSet<String>();
        for (var i = random.nextInt(4); i > 0; i--) {
            grounds.add(GROUNDS.get(random.nextInt(GROUNDS.size())));
        }
        return new Situation(
                ROLES.get(random.nextInt(ROLES.size())),
                PURPOSES.get(random.nextInt(PURPOSES.size())),
                List.of("c", "r", "u", "d", "s").get(random.nextInt(5)),
                TYPES.get(random.nextInt(TYPES.size())),
                random.nextInt(3) == 0,
                random.nextInt(4) == 0,
                random.nextInt(3) == 0,
                grounds,
                Seal.values()[random.nextInt(4)],
                ConsentRule.Effect.values()[random.nextInt(3)],
                random.nextInt(3) == 0);
    }

    private static String ownPolicy() {
        try {
            return Files.readString(
                    RepositoryRoot.find().resolve(Path.of("identity-service/src/main/resources/access-policy.yaml")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
