package org.meridiandx.dev.loader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.Persona;

/// Sends FHIR files: resources to the endpoint of their type, Bundles to the door for Bundles.
///
/// A Bundle with a patient's record is preceded by its Patient, as the region asks of its partners: Patients belong to
/// another service than results.
final class FhirFeed {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
    private static final Pattern XML_ROOT = Pattern.compile("<([A-Z][A-Za-z]+)[\\s>]");
    private static final Pattern JSON_TYPE = Pattern.compile("\"resourceType\"\\s*:\\s*\"([A-Za-z]+)\"");

    private final PartnerClient partner;
    private final Path folder;
    private final KeptTypes kept;
    private final NhsNumberMap nhsNumbers;

    /// @param kept resource types that the region says it keeps
    FhirFeed(PartnerClient partner, Path folder, KeptTypes kept, NhsNumberMap nhsNumbers) {
        this.partner = partner;
        this.folder = folder;
        this.kept = kept;
        this.nhsNumbers = nhsNumbers;
    }

    List<Outcome> load(Path file) throws IOException, InterruptedException {
        String name = folder.relativize(file).toString();
        byte[] content = content(file);
        if (name.endsWith(".xml")) {
            return loadXml(name, content);
        }
        Optional<JsonNode> resource = parse(content);
        String type =
                resource.map(tree -> tree.path("resourceType").asText()).orElseGet(() -> find(JSON_TYPE, content));
        if (type.isEmpty()) {
            return List.of(Outcome.notKept(name, "-", "not a FHIR resource"));
        }
        if (type.equals("Bundle") && resource.isPresent()) {
            return loadBundle(name, resource.get());
        }
        return List.of(loadOne(name, type, Call.FHIR_JSON, content));
    }

    private List<Outcome> loadXml(String name, byte[] content) throws InterruptedException {
        String type = find(XML_ROOT, content);
        return List.of(loadOne(name, type, "application/fhir+xml", content));
    }

    private Outcome loadOne(String name, String type, String mediaType, byte[] content) throws InterruptedException {
        if (!kept.created().contains(type)) {
            return Outcome.notKept(name, type, kept.whyNot(type));
        }
        var call = Call.post("/fhir/R4/" + type, mediaType, content).with("Accept", Call.FHIR_JSON);
        return send(name, type, call);
    }

    private List<Outcome> loadBundle(String name, JsonNode bundle) throws IOException, InterruptedException {
        String kind = bundle.path("type").asText();
        String path = switch (kind) {
            case "transaction", "batch" -> "/fhir/R4";
            case "message" -> "/fhir/R4/$process-message";
            default -> "";
        };
        String type = "Bundle (" + kind + ")";
        if (path.isEmpty()) {
            return List.of(Outcome.notKept(name, type, "a Bundle of type " + kind + " is no submission"));
        }
        var outcomes = new ArrayList<Outcome>();
        for (var entry : bundle.path("entry")) {
            if (entry.path("resource").path("resourceType").asText().equals("Patient")
                    && entry.path("request").path("method").asText().equals("POST")) {
                outcomes.add(loadPatient(name, (ObjectNode) entry.path("resource")));
            }
        }
        var call = Call.post(path, Call.FHIR_JSON, JSON.writeValueAsBytes(bundle))
                .with("Accept", Call.FHIR_JSON)
                .with("Prefer", "handling=lenient");
        try {
            var answer = partner.send(Persona.LOADER, call);
            outcomes.add(outcome(name, type, answer));
            if (answer.isSuccess()) {
                outcomes.addAll(passedOver(name, bundle));
            }
        } catch (IOException e) {
            outcomes.add(Outcome.unanswered(name, type, e));
        }
        return outcomes;
    }

    private Outcome loadPatient(String name, ObjectNode patient) throws IOException, InterruptedException {
        nhsNumbers.complete(patient);
        var call = Call.post("/fhir/R4/Patient", Call.FHIR_JSON, JSON.writeValueAsBytes(patient))
                .with("Accept", Call.FHIR_JSON);
        var identifier = identifier(patient);
        if (identifier.has("system") && identifier.has("value")) {
            String token = identifier.path("system").asText() + "|"
                    + identifier.path("value").asText();
            call = call.with("If-None-Exist", "identifier=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
        }
        return send(name, "Patient", call);
    }

    private static JsonNode identifier(JsonNode patient) {
        for (var identifier : patient.path("identifier")) {
            if (identifier.path("system").asText().equals(NHS_NUMBER)) {
                return identifier;
            }
        }
        return patient.path("identifier").path(0);
    }

    /// The entries of an accepted Bundle that the region does not keep.
    private List<Outcome> passedOver(String name, JsonNode bundle) {
        var outcomes = new ArrayList<Outcome>();
        for (var entry : bundle.path("entry")) {
            String type = entry.path("resource").path("resourceType").asText();
            if (!type.isEmpty() && !kept.created().contains(type)) {
                outcomes.add(Outcome.notKept(name, type, "in a Bundle: " + kept.whyNot(type)));
            }
        }
        return outcomes;
    }

    private Outcome send(String name, String type, Call call) throws InterruptedException {
        try {
            return outcome(name, type, partner.send(Persona.LOADER, call));
        } catch (IOException e) {
            return Outcome.unanswered(name, type, e);
        }
    }

    private static Outcome outcome(String name, String type, Answer answer) {
        if (answer.isSuccess()) {
            return Outcome.accepted(name, type);
        }
        var kind = answer.status() >= 500 ? Outcome.Kind.FAILED : Outcome.Kind.REJECTED;
        return new Outcome(name, type, kind, answer.status() + " " + answer.reason());
    }

    private static byte[] content(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (!file.toString().endsWith(".gz")) {
            return bytes;
        }
        try (var gzip = new GZIPInputStream(Files.newInputStream(file))) {
            return gzip.readAllBytes();
        }
    }

    private static Optional<JsonNode> parse(byte[] content) {
        try {
            return Optional.ofNullable(JSON.readTree(content));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String find(Pattern pattern, byte[] content) {
        var matcher = pattern.matcher(new String(content, StandardCharsets.UTF_8));
        return matcher.find() ? matcher.group(1) : "";
    }
}
