package org.meridiandx.access;

import java.util.List;
import java.util.regex.Pattern;

/// What a refused request was about, read off its address: names that our code gives, and of what
/// the caller typed nothing but an id of our own making.
///
/// **Source:** FHIR R4 http, style guide.
record RefusedRequest(String interaction, String resourceType, String patientId) {
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,40}");
    private static final Pattern OPERATION = Pattern.compile("\\$[a-z][a-z-]{1,40}");
    private static final Pattern OWN_ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final String FHIR = "/fhir/R4/";

    /// @param path as it was matched, beginning with a slash or not
    static RefusedRequest of(String method, String path) {
        var normal = path.startsWith("/") ? path : "/" + path;
        if (!normal.startsWith(FHIR)) {
            return new RefusedRequest(normal.startsWith("/dicom-web/") ? "dicom-web" : "request", "", "");
        }
        var parts = List.of(normal.substring(FHIR.length()).split("/"));
        var type = parts.stream().findFirst().filter(name -> TYPE.matcher(name).matches());
        var patient = type.filter("Patient"::equals)
                .filter(name -> parts.size() > 1)
                .map(name -> parts.get(1))
                .filter(id -> OWN_ID.matcher(id).matches());
        return new RefusedRequest(interactionOf(method, parts), type.orElse(""), patient.orElse(""));
    }

    private static String interactionOf(String method, List<String> parts) {
        var last = parts.getLast();
        if (OPERATION.matcher(last).matches()) {
            return last.substring(1);
        }
        if (last.equals("_search")) {
            return "search-type";
        }
        if (last.equals("_history")) {
            return "history-instance";
        }
        var isInstance = parts.size() > 1;
        return switch (method) {
            case "GET", "HEAD" -> isInstance ? parts.size() > 2 ? "vread" : "read" : "search-type";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> "request";
        };
    }

    /// @param reason slug of the problem
    AuditEntry denied(String reason) {
        return new AuditEntry(action(), interaction, "denied", reason, resourceType, List.of(), patientId, "");
    }

    private String action() {
        return switch (interaction) {
            case "read", "vread", "history-instance" -> "R";
            case "create" -> "C";
            case "update", "patch" -> "U";
            case "delete" -> "D";
            default -> "E";
        };
    }
}
