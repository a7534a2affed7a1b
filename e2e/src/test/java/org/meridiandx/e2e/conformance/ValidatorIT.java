package org.meridiandx.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.meridiandx.e2e.SharedRegion;
import org.meridiandx.testkit.shared.SharedData;

/// HL7's own validator, with base R4 and UK Core, finds no error in what a region serves, but for a listed few.
/// Rules and answers are the instance's: the classes that follow in the same JVM have their memory.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValidatorIT {
    private FhirRules rules;
    private List<Finding> findings;
    private List<Served.Document> served;
    private List<String> refusals;

    @BeforeAll
    void serveAndValidate() throws Exception {
        rules = FhirRules.load(SharedData.require());
        var partner = SharedRegion.get().partner();
        var begin = System.nanoTime();
        var answers = new Served(partner);
        var orders = new OrdersServed(answers);
        for (var patient : new ReportSamples(partner).send()) {
            orders.ofPatient(patient);
            answers.ofPatient(patient);
        }
        orders.ofNobody();
        answers.ofEachResource();
        served = answers.documents();
        refusals = answers.refusals();
        var loaded = System.nanoTime();
        keep(served);
        findings = new ArrayList<>();
        for (var document : served) {
            findings.addAll(rules.errors(document.source(), document.json(), profiles(document)));
        }
        System.out.printf(
                "validator: %d documents served in %d s, validated in %d s, %d errors%n",
                served.size(),
                (loaded - begin) / 1_000_000_000,
                (System.nanoTime() - loaded) / 1_000_000_000,
                findings.size());
    }

    @Test
    void shouldFindNoErrorInWhatIsServed() throws Exception {
        // When
        var unknown = KnownFindings.read().unknown(findings);

        // Then
        assertThat(unknown)
                .as(() -> unknown.stream().map(Finding::toString).collect(Collectors.joining("\n", "\n", "")))
                .isEmpty();
    }

    @Test
    void shouldBeAnsweredAtEveryInterface() {
        assertThat(refusals).isEmpty();
    }

    @Test
    void shouldKeepNoExcuseForWhatIsMended() throws Exception {
        assertThat(KnownFindings.read().unused(findings)).isEmpty();
    }

    @Test
    void shouldHaveSeenEveryInterfaceAndEveryForm() {
        assertThat(served.stream().map(Served.Document::source).distinct())
                .contains(
                        "$everything",
                        "DiagnosticReport search",
                        "DiagnosticReport read",
                        "Observation read",
                        "Specimen read",
                        "$lastn",
                        "$stats",
                        "$documents",
                        "Binary read",
                        "$follow-up",
                        "$prepare",
                        "$assess",
                        "Task search",
                        "Questionnaire",
                        "CapabilityStatement");
        assertThat(served).hasSizeGreaterThan(200);
    }

    @Test
    void shouldFindErrorsThatAreThere() {
        assertThat(rules.errors("planted", "{\"resourceType\":\"Observation\",\"code\":{\"text\":\"x\"}}"))
                .anyMatch(finding -> finding.message().contains("status"));
        assertThat(rules.errors(
                        "planted",
                        "{\"resourceType\":\"Specimen\",\"status\":\"on the shelf\"}",
                        "https://fhir.hl7.org.uk/StructureDefinition/UKCore-Specimen"))
                .isNotEmpty();
    }

    /// For whoever looks at a finding.
    private static void keep(List<Served.Document> documents) throws IOException {
        var folder = Files.createDirectories(Path.of("target", "conformance", "served"));
        for (var number = 0; number < documents.size(); number++) {
            var document = documents.get(number);
            var name = "%04d %s.json".formatted(number, document.source().replace('/', ' '));
            Files.writeString(folder.resolve(name), document.json());
        }
    }

    private static String[] profiles(Served.Document document) {
        return document.profile().isEmpty() ? new String[0] : new String[] {document.profile()};
    }
}
