package org.meridiandx.result.record.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.directory.Demographics;
import org.meridiandx.directory.NamedPatient;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.result.record.Entries;
import org.meridiandx.result.record.rules.Absence;
import org.meridiandx.result.record.summary.Summary.Section;
import org.meridiandx.result.record.summary.SummaryRepository.Kept;
import org.meridiandx.result.resources.ResourceTree;

/// What becomes of entries in the sections, and how they read.
class SummaryWriterTest {

    @Test
    void shouldShowBothWhereWordsSayMoreThanTheCode() {
        // Given
        var penicillin = Entries.allergy("1", "p");
        penicillin.withObject("/code").put("text", "Penicillin");
        var aspirin = Entries.allergy("2", "p");
        aspirin.withObject("/code").put("text", "Aspirin");
        var named = Entries.allergy("3", "p");
        named.withObject("/code").put("text", "ALLERGY to penicillin");
        var plain = Entries.allergy("4", "p");

        // When
        var allergies = section(SummarySection.ALLERGIES, penicillin, aspirin, named, plain);

        // Then
        assertThat(allergies.shown().stream().map(shown -> shown.sources().size()))
                .containsExactlyInAnyOrder(1, 1, 2);
        assertThat(SectionText.of(allergies).toString()).contains("Penicillin", "Aspirin");
    }

    @Test
    void shouldNotTakeNoAllergyForNoProblem() {
        // Given
        var condition = Entries.condition("1", "p", "active");
        condition
                .putObject("code")
                .putArray("coding")
                .addObject()
                .put("system", "http://snomed.info/sct")
                .put("code", "716186003")
                .put("display", "No known allergy");

        // When
        var problems = section(SummarySection.PROBLEMS, condition);

        // Then
        assertThat(problems.absence()).isEqualTo(Absence.NO);
        assertThat(SectionText.of(problems).toString())
                .contains("No known allergy")
                .doesNotContain("None known");
    }

    @Test
    void shouldSayFirstWhatTurnsTheMeaningRound() {
        // Given
        var not = Entries.medication("1", "p").put("doNotPerform", true);
        var proposed = Entries.medication("2", "p").put("intent", "proposal");
        var qualified = Entries.medication("3", "p");
        qualified.putArray("modifierExtension").addObject().put("url", "urn:x").put("valueBoolean", true);

        // Then
        assertThat(text(not)).contains("<td>NOT to be given: Paracetamol 500mg tablets</td>");
        assertThat(text(proposed)).contains("<td>intent proposal; status active");
        assertThat(text(qualified)).contains("<td>caution:");
        assertThat(text(Entries.medication("4", "p")))
                .contains("<td>Paracetamol 500mg tablets</td><td>status active; dose");
    }

    @Test
    void shouldSayALongDoseToItsEnd() {
        // Given
        var tapering = Entries.medication("1", "p");
        tapering.withArray("/dosageInstruction").removeAll().addObject().put("text", "x".repeat(900) + " then STOP");

        // Then
        assertThat(text(tapering)).contains("then STOP</td>");
    }

    @Test
    void shouldNameTheSubstanceOfAReaction() {
        // Given
        var allergy = Entries.allergy("1", "p");
        allergy.remove("code");
        allergy.putArray("reaction")
                .addObject()
                .put("description", "Swollen lips")
                .putObject("substance")
                .put("text", "Cashew");

        // Then
        assertThat(SectionText.of(section(SummarySection.ALLERGIES, allergy)).toString())
                .contains("Cashew", "Swollen lips");
    }

    private static String text(ObjectNode medication) {
        return SectionText.of(section(SummarySection.MEDICATION, medication)).toString();
    }

    /// Each of a source of its own, all to be shown.
    private static Section section(SummarySection kind, ObjectNode... entries) {
        var rows = IntStream.range(0, entries.length)
                .mapToObj(i -> kept(entries[i].put("id", "e" + i), "Y9000" + i))
                .toList();
        AccessDecision allowed = new AccessDecision.Allowed("test");
        var patient = new NamedPatient(
                new Demographics("p", "9990000018", Optional.<LocalDate>empty(), Optional.empty(), false, Set.of()),
                "TEST",
                "Ann");
        var summary = SummaryWriter.of(
                patient,
                Instant.parse("2026-11-22T10:00:00Z"),
                rows,
                rows.stream().map(row -> allowed).toList());
        return summary.sections().stream()
                .filter(section -> section.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static Kept kept(ObjectNode entry, String source) {
        var stored = new StoredResource(
                entry.path("id").asText(), 1, Instant.EPOCH, "p", Set.of(source), ResourceTree.write(entry));
        return new Kept(entry.path("resourceType").asText(), source, stored);
    }
}
