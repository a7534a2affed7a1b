package org.meridiandx.dev.loader;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What became of a whole folder.
///
/// @param folder the folder
/// @param feeds one report per feed
public record LoadReport(String folder, List<FeedReport> feeds) {

    /// Copies the list.
    public LoadReport {
        feeds = List.copyOf(feeds);
    }

    /// Whether nothing failed and nothing stayed without an answer.
    public boolean clean() {
        return feeds.stream().allMatch(FeedReport::clean);
    }

    /// The report of one feed.
    ///
    /// @throws IllegalArgumentException when there is none of this name
    public FeedReport feed(String name) {
        return feeds.stream()
                .filter(feed -> feed.feed().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No feed " + name));
    }

    /// Writes everything as JSON: totals, reasons, and each thing that was not accepted.
    public void write(Path file) throws IOException {
        var content = new LinkedHashMap<String, Object>();
        content.put("folder", folder);
        content.put("feeds", feeds.stream().map(LoadReport::summary).toList());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), content);
    }

    private static Map<String, Object> summary(FeedReport feed) {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("feed", feed.feed());
        summary.put("seconds", feed.took().toMillis() / 1000.0);
        summary.put("sent", feed.sent());
        for (var kind : Outcome.Kind.values()) {
            summary.put(kind.name(), feed.count(kind));
        }
        summary.put("rejectedBecause", feed.reasons(Outcome.Kind.REJECTED));
        summary.put("notKept", feed.reasons(Outcome.Kind.NOT_KEPT));
        summary.put(
                "notAccepted",
                feed.outcomes().stream()
                        .filter(outcome -> outcome.kind() != Outcome.Kind.ACCEPTED)
                        .filter(outcome -> outcome.kind() != Outcome.Kind.NOT_KEPT)
                        .toList());
        return summary;
    }
}
