package org.meridiandx.e2e.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;

/// Makes a report with two lines and a specimen, in one transaction.
final class ReportsMade {

    private static final String RESULTS = "https://everywhere.example/result";
    private static final List<String> TYPES = List.of("DiagnosticReport", "Observation", "Observation", "Specimen");

    private final Region region;
    private final Marks marks;

    ReportsMade(Region region, Marks marks) {
        this.region = region;
        this.marks = marks;
    }

    List<WorldRecord> make(WorldPatient patient, Basis basis, Persona sender) throws IOException, InterruptedException {
        var entries = new ArrayList<ObjectNode>();
        var markers = new ArrayList<String>();
        for (var type : TYPES) {
            var marker = marks.next();
            markers.add(marker);
            entries.add(entry(type, marker, basis, sender, patient));
        }
        refer(entries);
        var answer = region.done(sender, Call.post("/fhir/R4", transaction(entries)));
        var made = new ArrayList<WorldRecord>();
        for (var i = 0; i < TYPES.size(); i++) {
            var marker = markers.get(i);
            made.add(new WorldRecord(
                    TYPES.get(i),
                    idIn(answer.path("entry").path(i), TYPES.get(i)),
                    patient,
                    named(TYPES.get(i), basis, sender),
                    Json.labels(basis.label()),
                    new WorldRecord.Names(marker, RESULTS + "|" + marker, "")));
        }
        return made;
    }

    private static ObjectNode entry(String type, String marker, Basis basis, Persona sender, WorldPatient patient) {
        var json = Json.resource(type, patient, basis.label());
        json.withArray("/identifier").addObject().put("system", RESULTS).put("value", marker);
        switch (type) {
            case "DiagnosticReport" ->
                common(json, basis, sender)
                        .put("conclusion", marker)
                        .put("issued", Instant.now().toString());
            case "Observation" -> common(json, basis, sender).put("valueString", marker);
            default -> json.withArray("/note").addObject().put("text", marker);
        }
        return json;
    }

    private static ObjectNode common(ObjectNode json, Basis basis, Persona sender) {
        json.put("status", "final");
        Json.coding(json.withArray("/category").addObject(), "http://terminology.hl7.org/CodeSystem/v2-0074", "LAB");
        Json.coding(json.withObject("/code"), "http://snomed.info/sct", "26604007");
        Json.organisation(
                json.withArray("/performer").addObject(), sender.organisation().ods());
        if (!basis.id().isEmpty()) {
            json.withArray("/basedOn").addObject().put("reference", "ServiceRequest/" + basis.id());
        }
        return json;
    }

    /// The report names its lines and its specimen.
    private static void refer(List<ObjectNode> entries) {
        var report = entries.getFirst();
        for (var entry : entries.subList(1, entries.size())) {
            report.withArray(entry.path("resourceType").asText().equals("Specimen") ? "/specimen" : "/result")
                    .addObject()
                    .put("reference", "urn:uuid:" + entry.path("id").asText());
        }
    }

    private static String idIn(JsonNode entry, String type) {
        var location = List.of(entry.path("response").path("location").asText().split("/"));
        return location.get(location.indexOf(type) + 1);
    }

    private static Set<String> named(String type, Basis basis, Persona sender) {
        var named = new HashSet<>(Set.of(sender.organisation().ods()));
        // A specimen names no order.
        if (!type.equals("Specimen")) {
            named.addAll(basis.parties());
        }
        return named;
    }

    private static String transaction(List<ObjectNode> resources) {
        var bundle = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("type", "transaction");
        for (var resource : resources) {
            var entry = bundle.withArray("/entry").addObject();
            entry.put("fullUrl", "urn:uuid:" + resource.path("id").asText());
            entry.set("resource", resource);
            entry.withObject("/request")
                    .put("method", "POST")
                    .put("url", resource.path("resourceType").asText());
        }
        return bundle.toString();
    }
}
