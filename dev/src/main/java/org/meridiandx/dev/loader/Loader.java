package org.meridiandx.dev.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.region.RegionException;

/// Loads a folder of input through a region's public interfaces.
public final class Loader {

    /// Name of the feed of FHIR resources.
    public static final String FHIR = "FHIR";
    /// Name of the feed of HL7 v2 messages.
    public static final String HL7 = "HL7 v2";
    /// Name of the feed of DICOM files.
    public static final String DICOM = "DICOM";

    private final PartnerClient partner;
    private final LoadProgress progress;

    /// @param progress hears how far it is
    public Loader(PartnerClient partner, LoadProgress progress) {
        this.partner = partner;
        this.progress = progress;
    }

    /// Loads everything below a folder that is input of a feed.
    ///
    /// @throws RegionException when there is no such folder, or the region does not say what it keeps
    /// @throws IOException when a file cannot be read
    public LoadReport load(Path folder) throws IOException, InterruptedException {
        if (!Files.isDirectory(folder)) {
            throw new RegionException(folder + " is not a folder. Name one with: ./dx demo --data DIR");
        }
        var files = InputFiles.of(folder);
        var feeds =
                List.of(loadFhir(folder, files.fhir()), loadHl7(folder, files.hl7()), loadDicom(folder, files.dicom()));
        return new LoadReport(folder.toString(), feeds);
    }

    private FeedReport loadFhir(Path folder, List<Path> files) throws IOException, InterruptedException {
        var feed = new FhirFeed(partner, folder, keptTypes(), NhsNumberMap.below(folder));
        return run(FHIR, files, feed::load);
    }

    private FeedReport loadHl7(Path folder, List<Path> files) throws IOException, InterruptedException {
        try (var feed = new Hl7Feed(partner, folder)) {
            return run(HL7, files, feed::load);
        }
    }

    private FeedReport loadDicom(Path folder, List<Path> files) throws IOException, InterruptedException {
        var byDirectory = new TreeMap<Path, List<Path>>();
        for (var file : files) {
            byDirectory
                    .computeIfAbsent(file.toAbsolutePath().getParent(), key -> new ArrayList<>())
                    .add(file);
        }
        var feed = new DicomFeed(partner, folder.toAbsolutePath());
        return run(
                DICOM,
                List.copyOf(byDirectory.entrySet()),
                (Map.Entry<Path, List<Path>> entry) -> feed.load(entry.getKey(), entry.getValue()));
    }

    @FunctionalInterface
    private interface Sending<T> {
        List<Outcome> send(T item) throws IOException, InterruptedException;
    }

    private <T> FeedReport run(String name, List<T> items, Sending<T> sending)
            throws IOException, InterruptedException {
        progress.begins(name, items.size());
        long begin = System.nanoTime();
        var outcomes = new ArrayList<Outcome>();
        for (var item : items) {
            outcomes.addAll(sending.send(item));
            progress.advanced();
        }
        var report = new FeedReport(name, outcomes, Duration.ofNanos(System.nanoTime() - begin));
        progress.ended(report);
        return report;
    }

    private KeptTypes keptTypes() throws IOException, InterruptedException {
        var metadata = partner.send(Call.get("/fhir/R4/metadata"));
        if (metadata.status() != 200) {
            throw new RegionException("/fhir/R4/metadata answered " + metadata.status() + ": " + metadata.reason());
        }
        return KeptTypes.of(metadata.json());
    }
}
