package org.meridiandx.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.e2e.SharedRegion;
import org.meridiandx.testkit.shared.RepositoryRoot;
import org.meridiandx.testkit.shared.SharedData;

/// Every example of the pathology guide and of UK Core that holds results is taken, or refused for a reason that
/// `docs/mapping/refusals.md` gives: `conformance/examples.tsv` names each file.
///
/// What differs is written to `target/conformance/examples.tsv`, to be read and, where it is right, copied.
class ReportExamplesIT {
    private static final Path TABLE = Path.of("src", "test", "resources", "conformance", "examples.tsv");
    private static final Path SEEN = Path.of("target", "conformance", "examples.tsv");
    private static final Path REASONS = Path.of("docs", "mapping", "refusals.md");
    private static final String HEADER = "# file\tas it stands\tabout a patient of the region";

    private static List<Row> seen;

    private record Row(String file, String asItStands, String aboutAPatient) {
        @Override
        public String toString() {
            return file + "\t" + asItStands + "\t" + aboutAPatient;
        }
    }

    @BeforeAll
    static void send() throws Exception {
        SharedData.require();
        var partner = SharedRegion.get().partner();
        var examples = new Examples(partner);
        var patient = new Patients(partner).whoAllExamplesAreAbout();
        seen = new ArrayList<>();
        for (var file : Examples.files()) {
            var about = file.toString().endsWith(".xml") ? "-" : verdict(examples.aboutAPatient(file, patient));
            seen.add(new Row(file.toString(), verdict(examples.asItStands(file)), about));
        }
        Files.createDirectories(SEEN.getParent());
        Files.writeString(
                SEEN,
                HEADER + "\n"
                        + String.join("\n", seen.stream().map(Row::toString).toList()) + "\n");
    }

    @Test
    void shouldTakeOrRefuseEachAsTheTableSays() throws IOException {
        assertThat(Files.readAllLines(SEEN)).containsExactlyElementsOf(Files.readAllLines(TABLE));
    }

    @Test
    void shouldRefuseForWrittenReasonsOnly() throws IOException {
        // Given
        var reasons = Files.readString(RepositoryRoot.find().resolve(REASONS)).replaceAll("\\s+", " ");

        // When
        var refusals = seen.stream()
                .flatMap(row -> List.of(row.asItStands(), row.aboutAPatient()).stream())
                .filter(verdict -> verdict.startsWith("4"))
                .distinct()
                .toList();

        // Then
        assertThat(refusals)
                .isNotEmpty()
                .allMatch(verdict -> reasons.contains(verdict.substring(verdict.indexOf(' ') + 1)));
    }

    @Test
    void shouldTakeEveryReportOfAPatientItKnows() {
        assertThat(seen)
                .filteredOn(row ->
                        row.file().contains("DiagnosticReport-") || row.file().contains("-Report-"))
                .filteredOn(row -> row.file().endsWith(".json"))
                .isNotEmpty()
                .allMatch(row -> row.aboutAPatient().equals("taken"));
    }

    private static String verdict(Answer answer) {
        if (answer.isSuccess()) {
            return "taken";
        }
        var reason = answer.reason();
        return answer.status() + " " + reason.substring(reason.indexOf(": ") + 2);
    }
}
