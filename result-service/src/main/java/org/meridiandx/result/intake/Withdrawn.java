package org.meridiandx.result.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.meridiandx.result.filing.FiledReports;
import org.meridiandx.result.filing.ObservationVersion;
import org.meridiandx.result.oru.Addenda;
import org.meridiandx.result.oru.Drafts;

/// What becomes of the lines of a report that the sender withdraws without repeating them.
///
/// **Hazard:** a value that was withdrawn as wrong (transmitted for the wrong patient) and still
/// answers a search for the latest result.
final class Withdrawn {
    private Withdrawn() {}

    /// @param status FHIR diagnostic-report-status
    static boolean isWithdrawn(String status) {
        return status.equals("cancelled") || status.equals("entered-in-error");
    }

    /// The lines on record as they are withdrawn with their report.
    ///
    /// @param planned versions that this message makes: a line among them says its own status
    static List<ObservationVersion> lines(FiledReports.Filed before, String status, List<ObservationVersion> planned) {
        var repeated = planned.stream().map(ObservationVersion::id).collect(Collectors.toSet());
        return before.observations().stream()
                .filter(line -> !repeated.contains(line.id()))
                .filter(line -> !isWithdrawn(line.json().path("status").asText()))
                .map(line -> withdrawn(line, status))
                .toList();
    }

    /// The lines on record that came with an addendum, as they are withdrawn with it.
    ///
    /// @param number of the addendum
    static List<ObservationVersion> linesOfAddendum(
            FiledReports.Filed before, String number, List<ObservationVersion> planned) {
        var own = before.observations().stream()
                .filter(line -> Addenda.isOf(number, line.key()))
                .toList();
        return lines(new FiledReports.Filed(before.report(), own, List.of()), "cancelled", planned);
    }

    private static ObservationVersion withdrawn(ObservationVersion line, String status) {
        return next(line, line.json().deepCopy().put("status", status));
    }

    /// Lines that are withdrawn alone withdraw no more than themselves: where others of the report
    /// stand, it is corrected.
    static MatchedMessage.Report mended(FiledReports.Filed before, MatchedMessage.Report report) {
        var draft = report.draft();
        var repeated = draft.lines().stream().map(Drafts.Line::key).collect(Collectors.toSet());
        var leavesOthers = draft.isStatusOfLines()
                && isWithdrawn(draft.json().path("status").asText())
                && before.observations().stream()
                        .filter(line -> !repeated.contains(line.key()))
                        .anyMatch(
                                line -> !isWithdrawn(line.json().path("status").asText()));
        return leavesOthers
                ? report.with(draft.json().deepCopy().put("status", "corrected"), draft.contentHash())
                : report;
    }

    static ObservationVersion next(ObservationVersion line, ObjectNode json) {
        return new ObservationVersion(
                line.id(),
                line.version() + 1,
                json,
                line.patient(),
                line.organisations(),
                line.reportId(),
                line.key(),
                line.orderId());
    }
}
