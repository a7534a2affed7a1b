package org.meridiandx.result.feeds;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.meridiandx.feeds.Sender;

/// Counts what each sender sends, by the hour, in memory; [FeedService] writes it down.
///
/// A message does not wait for a row that all messages of its sender want; a killed replica loses
/// the counts of some seconds, never a message.
@ApplicationScoped
public class FeedMeter {
    /// Names come from outside: beyond these, metrics say `other`.
    private static final int MOST_NAMED = 200;

    private static final int MOST_COUNTED = 10_000;
    private final MeterRegistry metrics;
    private final Set<String> named = ConcurrentHashMap.newKeySet();
    private final Map<Key, Counts> counts = new ConcurrentHashMap<>();

    FeedMeter(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /// @param hour its beginning
    record Key(String sender, String organisation, String codeSystem, Instant hour) {}

    /// @param delaySeconds from sample to receipt, all reports together
    record Counts(long received, long rejected, long delaySeconds, long delays, Instant last) {
        Counts plus(Counts other) {
            return new Counts(
                    received + other.received,
                    rejected + other.rejected,
                    delaySeconds + other.delaySeconds,
                    delays + other.delays,
                    last.isAfter(other.last) ? last : other.last);
        }
    }

    /// @param isAccepted whether it was taken
    /// @param delay from the sample to now, where the message says when it was taken
    public void count(Sender sender, Instant at, boolean isAccepted, Optional<Duration> delay) {
        var name = cut(sender.name());
        var organisation = sender.odsCode().map(code -> code.value()).orElse("");
        var key = new Key(name, organisation, sender.system("", "codes"), at.truncatedTo(ChronoUnit.HOURS));
        var late = delay.filter(time -> !time.isNegative());
        var one = new Counts(
                1, isAccepted ? 0 : 1, late.map(Duration::toSeconds).orElse(0L), late.isPresent() ? 1 : 0, at);
        if (counts.size() < MOST_COUNTED || counts.containsKey(key)) {
            counts.merge(key, one, Counts::plus);
        }
        metrics.counter(
                        "meridian.feed.messages",
                        "sender",
                        label(name),
                        "outcome",
                        isAccepted ? "accepted" : "rejected")
                .increment();
        late.ifPresent(time ->
                metrics.timer("meridian.feed.delay", "sender", label(name)).record(time));
    }

    /// What was counted since the last time.
    Map<Key, Counts> take() {
        var taken = new HashMap<Key, Counts>();
        counts.keySet()
                .forEach(key -> Optional.ofNullable(counts.remove(key)).ifPresent(found -> taken.put(key, found)));
        return taken;
    }

    /// What could not be written.
    void putBack(Map<Key, Counts> taken) {
        taken.forEach((key, found) -> counts.merge(key, found, Counts::plus));
    }

    private String label(String name) {
        if (named.contains(name)) {
            return name;
        }
        return named.size() < MOST_NAMED && named.add(name) ? name : "other";
    }

    private static String cut(String name) {
        return name.length() > 200 ? name.substring(0, 200) : name;
    }
}
