package org.meridiandx.result.oru;

import java.util.List;

/// Result statuses of HL7 v2 in FHIR's words.
///
/// **Source:** HL7 v2.5.1 tables 0123 (OBR-25) and 0085 (OBX-11); v2-to-FHIR implementation guide.
final class ResultStatuses {
    private ResultStatuses() {}

    /// DiagnosticReport.status <- OBR-25; where it is empty or unknown, from the lines.
    static String report(String obr25, List<String> lines) {
        return switch (obr25) {
            case "O", "I", "S" -> "registered";
            case "A" -> "partial";
            case "P", "R", "M" -> "preliminary";
            case "F" -> lines.contains("corrected") ? "corrected" : "final";
            case "C" -> "corrected";
            case "X" -> "cancelled";
            case "D", "W" -> "entered-in-error"; // of table 0085; some senders use it here too
            default -> fromLines(lines);
        };
    }

    /// Whether OBR-25 says nothing, so that the report is what its lines are.
    static boolean isOfLines(String obr25) {
        return !obr25.matches("[OISAPRMFCXDW]");
    }

    /// Observation.status <- OBX-11
    ///
    /// @param fallback what an empty OBX-11 means: the status of the report, if that is one of an
    ///     Observation
    static String observation(String obx11, String fallback) {
        return switch (obx11) {
            case "F", "U", "V" -> "final";
            case "P", "R", "S" -> "preliminary";
            case "C" -> "corrected";
            case "A", "B" -> "amended";
            case "I", "O" -> "registered";
            case "X" -> "cancelled";
            case "D", "W" -> "entered-in-error";
            case "" -> fallback;
            default -> "unknown";
        };
    }

    /// What OBR-25 says of a line that says nothing itself.
    static String fallback(String obr25) {
        return switch (obr25) {
            case "F" -> "final";
            case "C" -> "corrected";
            case "P", "R", "M", "A" -> "preliminary";
            case "X" -> "cancelled";
            case "D", "W" -> "entered-in-error";
            default -> "unknown";
        };
    }

    private static String fromLines(List<String> lines) {
        if (lines.isEmpty()) {
            return "unknown";
        }
        if (lines.contains("preliminary") || lines.contains("registered")) {
            return lines.contains("final") ? "partial" : "preliminary";
        }
        if (lines.contains("corrected") || lines.contains("amended")) {
            return "corrected";
        }
        if (lines.stream().allMatch("entered-in-error"::equals)) {
            return "entered-in-error";
        }
        return lines.contains("final") ? "final" : lines.contains("cancelled") ? "cancelled" : "unknown";
    }
}
