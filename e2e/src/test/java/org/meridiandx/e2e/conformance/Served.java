package org.meridiandx.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.Persona;

/// What a region answers about the results of some patients, at every interface that gives FHIR.
final class Served {
    private static final int MANY_PAGES = 200;
    /// Of a report that is older than what the region follows.
    private static final int NOT_FOLLOWED = 404;
    private final PartnerClient partner;
    private final List<Document> documents = new ArrayList<>();
    private final Set<String> resources = new TreeSet<>();
    private final List<String> refusals = new ArrayList<>();

    Served(PartnerClient partner) {
        this.partner = partner;
    }

    /// An answer.
    ///
    /// @param source the interface
    /// @param profile of UK Core, which it is held to; empty for none
    record Document(String source, String json, String profile) {
        @Override
        public String toString() {
            return source;
        }
    }

    List<Document> documents() {
        return documents;
    }

    /// What was not answered, and why.
    List<String> refusals() {
        return refusals;
    }

    /// Asks for all of a patient, in each way.
    void ofPatient(String id) throws IOException, InterruptedException {
        pages("$everything", "/fhir/R4/Patient/" + id + "/$everything?_count=50");
        pages(
                "DiagnosticReport search",
                "/fhir/R4/DiagnosticReport?patient=" + id
                        + "&_include=DiagnosticReport:result&_include=DiagnosticReport:specimen");
        pages("Observation search", "/fhir/R4/Observation?patient=" + id + "&_revinclude=DiagnosticReport:result");
        pages("Specimen search", "/fhir/R4/Specimen?patient=" + id + "&_revinclude=Observation:specimen");
        pages("summaries", "/fhir/R4/Observation?patient=" + id + "&_summary=true");
        pages("elements", "/fhir/R4/DiagnosticReport?patient=" + id + "&_elements=identifier,conclusion");
        pages("$lastn", "/fhir/R4/Observation/$lastn?patient=" + id + "&max=2");
        get("count", "/fhir/R4/Observation?patient=" + id + "&_summary=count");
    }

    /// Asks for each resource that searches brought, by itself, and for what hangs on it.
    void ofEachResource() throws IOException, InterruptedException {
        for (var resource : resources) {
            var type = resource.substring(0, resource.indexOf('/'));
            var read = partner.send(Persona.LOADER, Call.get("/fhir/R4/" + resource));
            documents.add(new Document(
                    type + " read", read.text(), "https://fhir.hl7.org.uk/StructureDefinition/UKCore-" + type));
            if (type.equals("DiagnosticReport")) {
                ofReport(resource);
            }
            if (read.json().path("valueQuantity").has("value")) {
                statistics(read.json());
            }
        }
    }

    private void ofReport(String report) throws IOException, InterruptedException {
        var path = "/fhir/R4/" + report;
        get("DiagnosticReport history", path + "/_history");
        var followUp = partner.send(Persona.LOADER, Call.get(path + "/$follow-up"));
        if (followUp.status() != NOT_FOLLOWED) {
            get("$follow-up", path + "/$follow-up");
        }
        get("$acknowledgements", path + "/$acknowledgements");
        for (var document : get("$documents", path + "/$documents").json().path("parameter")) {
            var url = document.path("valueAttachment").path("url").asText();
            get("Binary read", "/fhir/R4/" + url.substring(url.indexOf("Binary/")));
        }
    }

    private void statistics(JsonNode observation) throws IOException, InterruptedException {
        var coding = observation.path("code").path("coding").path(0);
        var patient = observation.path("subject").path("reference").asText();
        if (coding.has("code") && patient.startsWith("Patient/")) {
            get(
                    "$stats",
                    "/fhir/R4/Observation/$stats?patient=" + patient.substring(patient.indexOf('/') + 1) + "&code="
                            + coding.path("code").asText());
        }
    }

    Answer get(String source, String path) throws IOException, InterruptedException {
        return ask(source, Persona.LOADER, Call.get(path));
    }

    Answer ask(String source, Persona persona, Call call) throws IOException, InterruptedException {
        var answer = partner.send(persona, call);
        if (answer.isSuccess()) {
            documents.add(new Document(source, answer.text(), ""));
        } else {
            refusals.add(source + ": " + answer.status() + " " + answer.reason());
        }
        return answer;
    }

    private void pages(String source, String first) throws IOException, InterruptedException {
        var path = first;
        for (var page = 0; page < MANY_PAGES && !path.isEmpty(); page++) {
            var bundle = get(source, path).json();
            for (var entry : bundle.path("entry")) {
                var resource = entry.path("resource");
                resources.add(resource.path("resourceType").asText() + "/"
                        + resource.path("id").asText());
            }
            path = next(bundle);
        }
    }

    private static String next(JsonNode bundle) {
        for (var link : bundle.path("link")) {
            if (link.path("relation").asText().equals("next")) {
                var url = link.path("url").asText();
                return url.substring(url.indexOf("/fhir/R4"));
            }
        }
        return "";
    }
}
