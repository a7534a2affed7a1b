package org.meridiandx.result.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridiandx.result.filing.FiledReports;
import org.meridiandx.result.filing.ObservationVersion;
import org.meridiandx.result.oru.Addenda;

/// What becomes of the lines of a document that its sender restricts without repeating them.
///
/// **Hazard:** a value of a document that was restricted later, and is still open to everybody.
final class Restricted {
    private Restricted() {}

    /// The lines on record as restricted as their document is now.
    ///
    /// @param document as it is said to be
    /// @param planned versions that this message makes; those of the document are changed in place
    static List<ObservationVersion> lines(
            FiledReports.Filed before, JsonNode document, List<ObservationVersion> planned) {
        planned.stream()
                .filter(line -> line.reportId().equals(before.report().id()))
                .forEach(line -> Addenda.restrict(line.json(), document));
        var done = planned.stream().map(ObservationVersion::id).collect(Collectors.toSet());
        return before.observations().stream()
                .filter(line -> !done.contains(line.id()))
                .flatMap(line -> restricted(line, document).stream())
                .toList();
    }

    private static Optional<ObservationVersion> restricted(ObservationVersion line, JsonNode document) {
        var json = line.json().deepCopy();
        return Addenda.restrict(json, document) ? Optional.of(Withdrawn.next(line, json)) : Optional.empty();
    }
}
