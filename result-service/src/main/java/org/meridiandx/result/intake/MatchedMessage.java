package org.meridiandx.result.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.meridiandx.directory.standing.KeptStandings;
import org.meridiandx.feeds.Sender;
import org.meridiandx.result.filing.OrderLink;
import org.meridiandx.result.filing.ReportVersion;
import org.meridiandx.result.matching.PatientMatch;
import org.meridiandx.result.oru.Drafts;

/// Drafts with what the directories said, ready for the transaction.
record MatchedMessage(Sender sender, List<Patient> patients) {
    MatchedMessage {
        patients = List.copyOf(patients);
    }

    record Patient(Drafts.Patient draft, PatientMatch match, List<Report> reports) {
        Patient {
            reports = List.copyOf(reports);
        }
    }

    record Report(Drafts.Report draft, OrderLink order) {
        Report with(ObjectNode json, String hash) {
            return new Report(draft.with(json, hash), order);
        }

        /// What adds to a report on record: its content is known again by what that says, its order
        /// stays where this names none.
        Report onTopOf(ReportVersion before, ObjectNode json) {
            json.remove("result");
            return new Report(draft.with(json, before.contentHash()), order.isMatched() ? order : before.order());
        }
    }

    /// With the patients in force. The JSON is completed in the transaction, which may run again
    /// after a race: each run gets its own.
    MatchedMessage copyIn(KeptStandings standings) {
        return new MatchedMessage(
                sender,
                patients.stream()
                        .map(patient -> new Patient(
                                patient.draft(),
                                patient.match().in(standings),
                                patient.reports().stream()
                                        .map(report -> new Report(report.draft().copy(), report.order()))
                                        .toList()))
                        .toList());
    }

    List<String> keys() {
        return patients.stream()
                .flatMap(patient -> patient.reports().stream())
                .flatMap(report -> Stream.of(
                        report.draft().key(),
                        report.draft().document().map(Drafts.Document::other).orElse("")))
                .filter(key -> !key.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /// Whether what is on record must be read before this can be filed: it adds to it, or withdraws it.
    boolean buildsOnWhatIsOnRecord() {
        return patients.stream()
                .flatMap(patient -> patient.reports().stream())
                .map(Report::draft)
                .anyMatch(draft -> draft.document().isPresent()
                        || Withdrawn.isWithdrawn(draft.json().path("status").asText()));
    }
}
