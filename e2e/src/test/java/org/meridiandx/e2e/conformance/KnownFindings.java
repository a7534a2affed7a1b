package org.meridiandx.e2e.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// The errors that we answer for, each with its reason: `conformance/known-findings.tsv`.
final class KnownFindings {
    private static final Path FILE = Path.of("src", "test", "resources", "conformance", "known-findings.tsv");
    private final List<Known> all;

    private KnownFindings(List<Known> all) {
        this.all = all;
    }

    /// @param place pattern of the whole place
    /// @param message pattern that the message contains
    /// @param reason why it stands
    record Known(Pattern place, Pattern message, String reason) {
        boolean covers(Finding finding) {
            return place.matcher(finding.place()).matches()
                    && message.matcher(finding.message()).find();
        }
    }

    static KnownFindings read() throws IOException {
        return new KnownFindings(Files.readAllLines(FILE).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(KnownFindings::known)
                .toList());
    }

    List<Finding> unknown(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> all.stream().noneMatch(known -> known.covers(finding)))
                .sorted()
                .distinct()
                .toList();
    }

    /// Entries that cover nothing any more.
    List<Known> unused(List<Finding> findings) {
        return all.stream()
                .filter(known -> findings.stream().noneMatch(known::covers))
                .toList();
    }

    private static Known known(String line) {
        var columns = line.split("\t");
        if (columns.length != 3 || columns[2].length() < 20) {
            throw new IllegalArgumentException(FILE + ": place, message and reason, with tabs between: " + line);
        }
        return new Known(Pattern.compile(columns[0]), Pattern.compile(columns[1]), columns[2]);
    }
}
