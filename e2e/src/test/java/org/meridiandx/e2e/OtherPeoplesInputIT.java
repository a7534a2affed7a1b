package org.meridiandx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.dev.loader.FeedReport;
import org.meridiandx.dev.loader.LoadProgress;
import org.meridiandx.dev.loader.LoadReport;
import org.meridiandx.dev.loader.Loader;
import org.meridiandx.dev.loader.Outcome;
import org.meridiandx.testkit.shared.SharedData;

/// Everything that others wrote goes in through the public interfaces, with the thresholds that the project promises.
class OtherPeoplesInputIT {

    private static final double ACCEPTED_SHARE = 0.95;
    private static final int SYNTHEA_PATIENTS = 30;

    /// Six files carry the SOP Instance UID of another file, with other content: only the first can be that instance.
    private static final String OTHER_CONTENT_UNDER_THE_SAME_UID = "failure reason 0111";

    /// What in `dicom/` identifies no instance or is cut off: it cannot be stored under any name.
    /// The document is stored, but held back: it bears a number that other input gives to somebody
    /// else.
    private static final Set<String> UNREADABLE_FOLDERS =
            Set.of("dicom/awkward", "dicom/dicomdir", "dicom/other", "dicom/doc_encapsulated_pdf");

    private static Path input;
    private static LoadReport report;

    @BeforeAll
    static void load() throws Exception {
        input = SharedData.require();
        var region = SharedRegion.get();
        report = new Loader(region.partner(), new Told()).load(input);
        report.write(region.data().resolve("load-report.json"));
    }

    @Test
    void shouldNeverFailNorStaySilent() {
        // When
        var bad = report.feeds().stream()
                .flatMap(feed -> feed.outcomes().stream())
                .filter(outcome -> outcome.kind() == Outcome.Kind.FAILED || outcome.kind() == Outcome.Kind.UNANSWERED)
                .toList();

        // Then
        assertThat(bad).isEmpty();
    }

    @Test
    void shouldGiveAReasonForEveryRefusal() {
        // When
        var silent = report.feeds().stream()
                .flatMap(feed -> feed.outcomes().stream())
                .filter(outcome -> outcome.kind() == Outcome.Kind.REJECTED)
                .filter(outcome -> outcome.reason().length() < 12)
                .toList();

        // Then
        assertThat(silent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ORU", "ORM", "OML", "ADT"})
    void shouldAcceptWellFormedMessages(String type) throws Exception {
        // Given
        var messages = new WellFormedMessages(input).outcomes(type, report.feed(Loader.HL7));

        // When
        var refused = messages.stream()
                .filter(outcome -> outcome.kind() != Outcome.Kind.ACCEPTED)
                .toList();

        // Then
        assertThat(messages).isNotEmpty();
        assertThat(1 - (double) refused.size() / messages.size())
                .as("accepted share of %d %s messages; refused: %s", messages.size(), type, refused)
                .isGreaterThanOrEqualTo(ACCEPTED_SHARE);
    }

    @Test
    void shouldStoreAndFindEveryReadableDicomFile() {
        // When
        var notStored = outcomes(Loader.DICOM, outcome -> outcome.kind() != Outcome.Kind.ACCEPTED);

        // Then
        assertThat(report.feed(Loader.DICOM).accepted()).isGreaterThanOrEqualTo(140);
        assertThat(notStored)
                .allSatisfy(outcome -> assertThat(outcome.reason())
                        .as(outcome.file())
                        .matches(reason -> UNREADABLE_FOLDERS.contains(outcome.file())
                                || reason.contains(OTHER_CONTENT_UNDER_THE_SAME_UID)));
        assertThat(notStored).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void shouldLoadEverySyntheaPatientWithTheirRecord() {
        // When
        var patients = outcomes(
                Loader.FHIR,
                outcome -> outcome.file().matches("synthea/[^/]+")
                        && outcome.type().equals("Patient"));
        var records = outcomes(
                Loader.FHIR,
                outcome -> outcome.file().matches("synthea/[^/]+")
                        && outcome.type().equals("Bundle (transaction)"));

        // Then
        assertThat(patients).hasSize(SYNTHEA_PATIENTS).allMatch(outcome -> outcome.kind() == Outcome.Kind.ACCEPTED);
        assertThat(records).hasSize(SYNTHEA_PATIENTS).allMatch(outcome -> outcome.kind() == Outcome.Kind.ACCEPTED);
    }

    @Test
    void shouldNameTheTypesThatItDoesNotKeep() {
        // When
        var passedOver = report.feed(Loader.FHIR).reasons(Outcome.Kind.NOT_KEPT);

        // Then
        assertThat(passedOver.keySet()).anyMatch(reason -> reason.contains("Claim"));
    }

    private static List<Outcome> outcomes(String feed, Predicate<Outcome> wanted) {
        return report.feed(feed).outcomes().stream().filter(wanted).toList();
    }

    private static final class Told implements LoadProgress {
        @Override
        public void begins(String feed, int total) {
            System.out.println("loading " + feed + ": " + total + " files or folders");
        }

        @Override
        public void advanced() {}

        @Override
        public void ended(FeedReport feed) {
            System.out.println(feed.feed() + ": sent " + feed.sent() + ", accepted " + feed.accepted() + ", rejected "
                    + feed.rejected() + " in " + feed.took().toMillis() + " ms");
            System.out.println("  rejected: " + feed.reasons(Outcome.Kind.REJECTED));
        }
    }
}
