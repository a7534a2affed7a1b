package org.meridiandx.identity.authorization.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What of an app's scopes a person may give, and what they mean in plain words.
public final class PersonScopeRule {
    private static final Pattern RESOURCE = Pattern.compile("(user|patient)/([A-Za-z*]+)\\.([a-z*]+)");
    private static final Map<String, String> TYPES = Map.of(
            "*", "all records",
            "Patient", "name, address and contact details",
            "DiagnosticReport", "reports of tests and scans",
            "Observation", "test results and measurements",
            "ServiceRequest", "requests for tests and scans",
            "RequestGroup", "requests for several tests at once",
            "ImagingStudy", "images",
            "Specimen", "samples that were taken",
            "Task", "the progress of requests");
    private static final Map<String, String> OTHERS = Map.of(
            "openid", "Know who you are",
            "fhirUser", "See your own entry in the directory",
            "profile", "Know your name",
            "launch", "Know which patient you are looking at",
            "launch/patient", "Know which patient you choose",
            "launch/encounter", "Know which visit you choose",
            "online_access", "Stay connected while you are signed in",
            "offline_access", "Stay connected after you have left, until you withdraw this");

    private PersonScopeRule() {}

    /// Patients read; they change nothing through an app.
    public static List<String> narrow(List<String> scopes, boolean isPatient) {
        if (!isPatient) {
            return scopes;
        }
        var narrowed = new ArrayList<String>();
        for (var scope : scopes) {
            var parts = RESOURCE.matcher(scope);
            if (!parts.matches()) {
                narrowed.add(scope);
                continue;
            }
            var letters = reading(parts.group(3));
            if (!letters.isEmpty()) {
                narrowed.add(parts.group(1) + "/" + parts.group(2) + "." + letters);
            }
        }
        return List.copyOf(narrowed);
    }

    private static String reading(String letters) {
        return switch (letters) {
            case "read", "*" -> "rs";
            case "write" -> "";
            default -> (letters.indexOf('r') >= 0 ? "r" : "") + (letters.indexOf('s') >= 0 ? "s" : "");
        };
    }

    /// One line for each thing that the app asks.
    public static List<String> inWords(List<String> scopes) {
        return scopes.stream().map(PersonScopeRule::inWords).distinct().toList();
    }

    private static String inWords(String scope) {
        var parts = RESOURCE.matcher(scope);
        if (!parts.matches()) {
            return OTHERS.getOrDefault(scope, "Use " + scope);
        }
        var letters = parts.group(3);
        var changes = letters.equals("write")
                || letters.equals("*")
                || letters.matches(".*[cud].*") && !letters.equals("read");
        var what = TYPES.getOrDefault(parts.group(2), parts.group(2) + " records");
        var whose = parts.group(1).equals("patient") ? " of the one patient" : " that you may see";
        return (changes ? "See and change " : "See ") + what + whose;
    }
}
