package org.meridiandx.result.followup.loops;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.DurationConverter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.meridiandx.result.followup.rules.Deadlines;
import org.meridiandx.result.followup.rules.Urgency;

/// The deadlines of the region, and those of organisations that have their own. A misspelt entry
/// stops the start.
///
/// **Hazard:** an organisation believes in a deadline that nobody keeps.
@Startup
@ApplicationScoped
public class DeadlineTable {
    private final Map<Urgency, Deadlines> region = new EnumMap<>(Urgency.class);
    private final Map<String, Map<Urgency, Deadlines>> local = new HashMap<>();

    DeadlineTable(FollowUpConfig config) {
        region.put(Urgency.CRITICAL, deadlines(config.critical()));
        region.put(Urgency.URGENT, deadlines(config.urgent()));
        region.put(Urgency.ROUTINE, deadlines(config.routine()));
        config.local().orElse(List.of()).forEach(this::add);
    }

    public Deadlines of(String organisation, Urgency urgency) {
        return in(local.getOrDefault(organisation, region), urgency);
    }

    private static Deadlines in(Map<Urgency, Deadlines> table, Urgency urgency) {
        return Objects.requireNonNull(table.get(urgency), "there are deadlines for each urgency");
    }

    private static Deadlines deadlines(FollowUpConfig.Limits limits) {
        return new Deadlines(limits.acknowledge(), limits.act(), limits.step());
    }

    private void add(String entry) {
        var parts = entry.strip().split(":");
        if (parts.length != 4 || !parts[0].matches("[A-Za-z0-9]{1,20}")) {
            throw wrong(entry, "it is 'ODS code:urgency:part:length'");
        }
        var urgency = Urgency.of(parts[1])
                .orElseThrow(() -> wrong(entry, "the urgency is critical, urgent or routine, not " + parts[1]));
        var ofOrganisation = local.computeIfAbsent(parts[0], any -> new EnumMap<>(region));
        ofOrganisation.put(urgency, changed(in(ofOrganisation, urgency), entry, parts));
    }

    private static Deadlines changed(Deadlines before, String entry, String[] parts) {
        var length = length(entry, parts[3]);
        return switch (parts[2]) {
            case "acknowledge" -> new Deadlines(length, before.act(), before.step());
            case "act" -> new Deadlines(before.acknowledge(), length, before.step());
            case "step" -> new Deadlines(before.acknowledge(), before.act(), length);
            default -> throw wrong(entry, "the part is acknowledge, act or step, not " + parts[2]);
        };
    }

    private static Duration length(String entry, String text) {
        try {
            return DurationConverter.parseDuration(text);
        } catch (IllegalArgumentException noDuration) {
            throw wrong(entry, text + " is no length of time; write 30m or 2h");
        }
    }

    private static IllegalArgumentException wrong(String entry, String reason) {
        return new IllegalArgumentException("meridian.follow-up.local: '" + entry + "': " + reason);
    }
}
