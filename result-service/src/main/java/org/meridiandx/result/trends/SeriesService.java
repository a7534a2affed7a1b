package org.meridiandx.result.trends;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.result.reports.ResultSearches;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.result.trends.rules.Measured;
import org.meridiandx.result.trends.rules.Series;

/// The Observations of one patient that a caller may see, for what is made of them.
@ApplicationScoped
public class SeriesService {
    private static final Set<String> NOT_MEASURED = Set.of("entered-in-error", "cancelled", "registered");
    private final StoredResources stored;
    private final AuditTrail audit;

    SeriesService(StoredResources stored, AuditTrail audit) {
        this.stored = stored;
        this.audit = audit;
    }

    /// Values with a number and a time.
    ///
    /// @param name of the latest of them, for people; empty where it has none
    record Values(String name, List<Measured> all) {
        Values {
            all = List.copyOf(all);
        }
    }

    /// An Observation, read once.
    private record Line(StoredResource stored, ObjectNode json) {
        static Line of(StoredResource stored) {
            return new Line(stored, ResourceTree.parse(stored.content()));
        }

        boolean isMeasured() {
            return !NOT_MEASURED.contains(ResourceColumns.text(json.path("status")));
        }

        String name() {
            var code = json.path("code");
            var display = ResourceColumns.text(code.at("/coding/0/display"));
            return display.isEmpty() ? ResourceColumns.text(code.path("text")) : display;
        }
    }

    /// Reads them, and writes down that they were read.
    ///
    /// @return fails with 400, 403, 422 or 503
    Uni<Values> values(Caller caller, Ask ask, String interaction) {
        return stored.visible(caller, ResultSearches.OBSERVATION, ask.search())
                .chain(ids -> stored.findThese(ResultSearches.OBSERVATION, Set.copyOf(ids)))
                .map(found ->
                        found.stream().map(Line::of).filter(Line::isMeasured).toList())
                .call(lines -> record(
                        caller,
                        ask,
                        interaction,
                        lines.stream().map(Line::stored).toList()))
                .map(lines -> valuesOf(lines, ask.codes()));
    }

    /// The values in one unit.
    static Series seriesOf(Values values, Ask ask) {
        return Series.of(values.all(), ask.other("unit").orElse(""));
    }

    private static Values valuesOf(List<Line> lines, List<String> codes) {
        var values = new ArrayList<Measured>();
        var name = "";
        var latest = OffsetDateTime.MIN;
        for (var line : lines) {
            var value = MeasuredMapper.measured(line.stored().id(), line.json(), codes);
            value.ifPresent(values::add);
            if (value.isPresent() && value.get().at().isAfter(latest)) {
                latest = value.get().at();
                name = line.name();
            }
        }
        return new Values(name, values);
    }

    /// Nothing found is told of the patient, too.
    Uni<Void> record(Caller caller, Ask ask, String interaction, List<StoredResource> found) {
        var shape = String.join("&", new TreeSet<>(ask.search().keySet()));
        var byPatient = new LinkedHashMap<String, List<String>>();
        found.forEach(one -> byPatient
                .computeIfAbsent(one.patientId(), patient -> new ArrayList<>())
                .add(one.id()));
        if (byPatient.isEmpty()) {
            byPatient.put(ask.patientId(), List.of());
        }
        return audit.record(
                caller,
                byPatient.entrySet().stream()
                        .map(entry -> new AuditEntry(
                                "E", interaction, "ok", "", "Observation", entry.getValue(), entry.getKey(), shape))
                        .toList());
    }
}
