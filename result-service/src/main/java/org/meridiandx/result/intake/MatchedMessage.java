package org.meridiandx.result.intake;

import java.util.List;
import org.meridiandx.directory.standing.KeptStandings;
import org.meridiandx.feeds.Sender;
import org.meridiandx.result.filing.OrderLink;
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

    record Report(Drafts.Report draft, OrderLink order) {}

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
                .map(report -> report.draft().key())
                .filter(key -> !key.isEmpty())
                .sorted()
                .toList();
    }
}
