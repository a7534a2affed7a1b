package org.meridiandx.dev.journey;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meridiandx.dev.partner.PartnerClient;

/// From an order to a result that was acted on. Each run takes fresh numbers, so that it can be played again on kept
/// data.
public final class Journey {

    private static final int RADIX = 36;

    private final PartnerClient partner;
    private final Path root;
    private final List<Step> steps;

    private Journey(PartnerClient partner, Path root, List<Step> steps) {
        this.partner = partner;
        this.root = root;
        this.steps = List.copyOf(steps);
    }

    /// The whole journey.
    ///
    /// @param partner the region's doors
    /// @param root the repository, for the samples
    public static Journey whole(PartnerClient partner, Path root) {
        return new Journey(
                partner,
                root,
                List.of(
                        new PatientStep(),
                        new ScanChoiceStep(),
                        new ImagingOrderStep(),
                        new LabOrderStep(),
                        new ImagesStep(),
                        new LabResultStep(),
                        new ImagingReportStep(),
                        new AcknowledgeStep(),
                        new FollowUpStep(),
                        new PrivacyStep(),
                        new KilledServiceStep()));
    }

    /// How many steps there are.
    public int length() {
        return steps.size();
    }

    /// Plays the steps in order and stops after the first that fails.
    ///
    /// @param listener hears what happens, as it happens
    /// @return one report for each step that was played
    public List<StepReport> play(JourneyListener listener) throws InterruptedException {
        var script = new Script(partner, root, runNumber(), listener);
        var reports = new ArrayList<StepReport>();
        for (var step : steps) {
            var report = script.play(reports.size() + 1, step);
            reports.add(report);
            if (!report.passed()) {
                break;
            }
        }
        return List.copyOf(reports);
    }

    /// Tenths of a second in letters and digits: short enough for a DICOM accession number, different for each run.
    private static String runNumber() {
        return Long.toString(Instant.now().toEpochMilli() / 100, RADIX).toUpperCase(Locale.ROOT);
    }
}
