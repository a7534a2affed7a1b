package org.meridiandx.result.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.filing.SubjectReference;
import org.meridiandx.result.matching.PatientMatch;
import org.meridiandx.result.oru.Drafts;

/// Whose a draft is, and what it answers: how the resource says it, and whether it is another's.
final class Belonging {
    private Belonging() {}

    /// A known patient by reference; an unknown one by the identifiers that the sender gave.
    static void subject(ObjectNode json, PatientRef owner, Drafts.Patient patient) {
        if (owner.isKnown()) {
            SubjectReference.set(json, owner);
            return;
        }
        var subject = json.putObject("subject").put("type", "Patient");
        patient.query().identifiers().stream()
                .findFirst()
                .ifPresent(id -> subject.putObject("identifier")
                        .put("system", id.system())
                        .put("value", id.value()));
        if (subject.size() == 1) {
            subject.put("display", "Not identified by the sender");
        }
    }

    /// basedOn <- the order found by OBR-2 or OBR-3; else the number itself.
    static void basedOn(ObjectNode json, MatchedMessage.Report report) {
        if (report.order().isMatched()) {
            SubjectReference.setOrder(json, report.order());
        } else if (!report.draft().placerNumber().isEmpty()) {
            json.putArray("basedOn")
                    .addObject()
                    .put("type", "ServiceRequest")
                    .putObject("identifier")
                    .put("value", report.draft().placerNumber());
        }
    }

    /// By what the directory says; where it knows nobody or is away, by the NHS number that the
    /// sender gives.
    static boolean isOfAnother(PatientRef onRecord, MatchedMessage.Patient arriving) {
        return onRecord.isKnown()
                && switch (arriving.match()) {
                    case PatientMatch.Found found -> !found.patient().isSameAs(onRecord);
                    case PatientMatch.Conflict ignored -> true;
                    case PatientMatch.Unknown ignored -> namesAnother(onRecord, arriving.draft());
                    case PatientMatch.Unreachable ignored -> namesAnother(onRecord, arriving.draft());
                };
    }

    private static boolean namesAnother(PatientRef onRecord, Drafts.Patient arriving) {
        return !onRecord.nhsNumber().isEmpty()
                && arriving.query().identifiers().stream()
                        .filter(id -> id.system().equals(IdentifierSystems.NHS_NUMBER))
                        .anyMatch(id -> !id.value().equals(onRecord.nhsNumber()));
    }
}
