package org.meridiandx.identity.audit.looks;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.meridiandx.identity.audit.Purpose;

/// Says in everyday English what an entry of the log says in codes. Pure.
///
/// **Source:** NHS digital service manual, content (plain English, no abbreviations).
final class PlainWords {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMMM uuuu 'at' HH:mm", Locale.UK).withZone(ZoneId.of("Europe/London"));
    private static final Map<String, String> ROLES = Map.of(
            "clinician", "a doctor, nurse or other clinician",
            "radiologist", "a radiologist (a doctor who reads scans)",
            "laboratory", "a laboratory",
            "archive", "an image store",
            "patient-administration", "the staff who keep patient records in order",
            "auditor", "a privacy auditor",
            "loader", "a system that loads records",
            "patient", "you");
    private static final Map<String, String> RECORDS = Map.of(
            "Patient", "your personal details",
            "ServiceRequest", "a request for a test",
            "RequestGroup", "a request for several tests",
            "Task", "the progress of a request",
            "DiagnosticReport", "a test report",
            "Observation", "test results",
            "Specimen", "the details of a sample",
            "ImagingStudy", "scan images",
            "AuditEvent", "the list of who looked at your record",
            "DocumentReference", "a document");
    private static final Map<String, String> DEEDS = Map.of(
            "read", "looked at",
            "vread", "looked at",
            "history", "looked at earlier versions of",
            "history-instance", "looked at earlier versions of",
            "search-type", "looked up",
            "retrieve", "opened",
            "acknowledge", "confirmed having seen",
            "reporting-pool-assign", "gave others to report on",
            "reporting-pool-withdraw", "took back from others",
            "who-looked", "looked at");
    private static final Map<String, String> DEEDS_BY_ACTION =
            Map.of("C", "added", "R", "looked at", "U", "changed", "D", "removed", "E", "used");

    private PlainWords() {}

    static String who(Look look) {
        return ROLES.getOrDefault(look.role(), "somebody");
    }

    static String record(Look look) {
        return RECORDS.getOrDefault(look.record(), "a part of your record");
    }

    static String deed(Look look) {
        return DEEDS.getOrDefault(look.interaction(), DEEDS_BY_ACTION.getOrDefault(look.action(), "used"));
    }

    static String why(Look look) {
        return look.purpose().isEmpty() ? "no reason was given" : Purpose.inWords(look.purpose());
    }

    /// `allowed`, `refused` or `failed`.
    static String outcome(Look look) {
        return switch (look.outcome()) {
            case "0" -> "allowed";
            case "4" -> "refused";
            default -> "failed";
        };
    }

    /// The whole in one sentence or two.
    static String sentence(Look look) {
        var isSelf = look.role().equals("patient");
        var who = isSelf || look.organisation().isEmpty() ? who(look) : who(look) + " at " + look.organisation();
        var begin = "On " + WHEN.format(look.recorded()) + ", " + who + " ";
        var why = isSelf || look.purpose().isEmpty() ? "" : ", " + Purpose.inWords(look.purpose());
        return begin
                + switch (outcome(look)) {
                    case "allowed" -> deed(look) + " " + record(look) + why + ".";
                    case "refused" -> "asked for " + record(look) + " and was refused. Nothing was shown.";
                    default -> "asked for " + record(look) + ", but it did not work.";
                };
    }
}
