package org.meridiandx.dev.loader;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What became of everything of one feed.
///
/// @param feed e.g. `HL7 v2`
/// @param outcomes one for each thing, in the order of sending
/// @param took from first to last
public record FeedReport(String feed, List<Outcome> outcomes, Duration took) {

    private static final Pattern VARYING =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|\\d{5,}|(?<=(line|column) )\\d+|'[^']*'|\"[^\"]*\"");
    private static final int SHOWN = 110;

    /// Copies the list.
    public FeedReport {
        outcomes = List.copyOf(outcomes);
    }

    /// How many became this.
    public long count(Outcome.Kind kind) {
        return outcomes.stream().filter(outcome -> outcome.kind() == kind).count();
    }

    /// How many were sent.
    @JsonProperty
    public long sent() {
        return outcomes.size() - count(Outcome.Kind.NOT_KEPT);
    }

    /// How many were accepted.
    @JsonProperty
    public long accepted() {
        return count(Outcome.Kind.ACCEPTED);
    }

    /// How many were refused.
    @JsonProperty
    public long rejected() {
        return count(Outcome.Kind.REJECTED);
    }

    /// Whether every thing that was sent got an answer, and none was a failure of the region.
    @JsonProperty
    public boolean clean() {
        return count(Outcome.Kind.FAILED) == 0 && count(Outcome.Kind.UNANSWERED) == 0;
    }

    /// Every reason of one kind with its count; what varies from one to the next is left out.
    public Map<String, Long> reasons(Outcome.Kind kind) {
        var counts = new TreeMap<String, Long>();
        for (var outcome : outcomes) {
            if (outcome.kind() == kind) {
                counts.merge(normal(outcome.reason()), 1L, Long::sum);
            }
        }
        return counts;
    }

    private static String normal(String reason) {
        String text = VARYING.matcher(reason.replace('\n', ' ')).replaceAll("…");
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
