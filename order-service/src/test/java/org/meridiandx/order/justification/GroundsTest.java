package org.meridiandx.order.justification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.fhir.StoredResource;

class GroundsTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final StoredResource REQUEST =
            new StoredResource("r", 2, NOON, "patient-1", Set.of("Y90001"), new byte[0]);

    private static JustificationRepository.Version version(int number, String reference, String seals) {
        var content = """
                {"resourceType":"Parameters","parameter":[{"name":"assessment","resource":{"resourceType":"Parameters",
                 "parameter":[{"name":"used","part":[{"name":"fact","valueCode":"pregnancy_status"},
                  {"name":"reference","valueReference":{"reference":"%s"}}]}]}}]}
                """.formatted(reference);
        return new JustificationRepository.Version(number, number, NOON, "amended", content, seals);
    }

    private static String seal(String organisation, String... labels) {
        var quoted = labels.length == 0 ? "" : "\"" + String.join("\",\"", labels) + "\"";
        return "{\"Observation/o\":{\"organisations\":[\"" + organisation + "\"],\"labels\":[" + quoted + "]}}";
    }

    private static AccessRequest about(String organisation, String... labels) {
        return AccessRequest.of(Action.READ, "Observation", "patient-1", Set.of(organisation))
                .labelled(Set.of(labels));
    }

    @Test
    void shouldAskWithTheLabelsOfAllVersionsAndTheOrganisationsOfTheNewest() {
        // Given
        var sealedLater = List.of(
                version(2, "Observation/o", seal("RX902", "R")), version(1, "Observation/o", seal("RX901", "PSY")));

        // When
        var grounds = Grounds.of(REQUEST, sealedLater);

        // Then
        assertThat(grounds.questions()).containsOnlyKeys("Observation/o");
        assertThat(grounds.questions().get("Observation/o")).isEqualTo(about("RX902", "R", "PSY"));
        assertThat(grounds.unsealed()).isEmpty();
    }

    @Test
    void shouldKeepClosedWhatNothingIsKeptOf() {
        // Given
        var versions = List.of(
                version(4, "Observation/o", seal("RX902")),
                version(3, "ImagingStudy/s", "{}"),
                version(2, "#preg", "{}"),
                version(1, "Patient/patient-1", "{}"));

        // When
        var grounds = Grounds.of(REQUEST, versions);
        var closed = grounds.closedBy(List.of(new AccessDecision.Allowed("order")));

        // Then
        assertThat(grounds.questions()).containsOnlyKeys("Observation/o");
        assertThat(closed).containsExactly("ImagingStudy/s");
    }

    @Test
    void shouldCloseWhatIsDenied() {
        // Given
        var grounds = Grounds.of(REQUEST, List.of(version(1, "Observation/o", seal("RX902", "R"))));

        // When
        var closed = grounds.closedBy(List.of(new AccessDecision.Denied("sealed")));

        // Then
        assertThat(closed).containsExactly("Observation/o");
    }
}
