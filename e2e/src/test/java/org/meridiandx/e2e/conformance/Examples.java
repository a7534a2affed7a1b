package org.meridiandx.e2e.conformance;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.testkit.shared.SharedData;

/// The examples of the NHS pathology guide and of UK Core that hold results, as they stand or with their patient
/// registered first.
final class Examples {
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final Set<String> RESULTS = Set.of("DiagnosticReport", "Observation", "Specimen");
    private static final Map<String, String> DOORS =
            Map.of("message", "/fhir/R4/$process-message", "transaction", "/fhir/R4", "batch", "/fhir/R4");

    private final PartnerClient partner;

    Examples(PartnerClient partner) {
        this.partner = partner;
    }

    /// All files of both guides that hold results, and Bundles; a path below the shared data each.
    static List<Path> files() {
        return List.of("fhir/nhse_pathology", "fhir/ukcore_examples").stream()
                .flatMap(folder -> SharedData.files(folder, "*.{json,xml}").stream())
                .filter(file -> holdsResults(file.getFileName().toString().toLowerCase(Locale.ROOT)))
                .map(file -> SharedData.location().relativize(file))
                .sorted()
                .toList();
    }

    /// An example of an extension bears the name of a resource too.
    private static boolean holdsResults(String name) {
        return !name.startsWith("extension-")
                && (name.contains("bundle")
                        || RESULTS.stream().anyMatch(type -> name.contains(type.toLowerCase(Locale.ROOT))));
    }

    /// Sends a file as it is.
    Answer asItStands(Path file) throws IOException, InterruptedException {
        var bytes = Files.readAllBytes(SharedData.location().resolve(file));
        if (file.toString().endsWith(".xml")) {
            return partner.send(
                    Persona.LOADER,
                    Call.post(xmlDoor(file), "application/fhir+xml", bytes).with("Accept", Call.FHIR_JSON));
        }
        var resource = JSON.readTree(bytes);
        return partner.send(Persona.LOADER, Call.post(door(resource), new String(bytes, StandardCharsets.UTF_8)));
    }

    /// Sends a file about a patient of the region: the one of a Bundle is registered, a single resource is given one.
    Answer aboutAPatient(Path file, String patientId) throws IOException, InterruptedException {
        var resource = (ObjectNode)
                JSON.readTree(Files.readAllBytes(SharedData.location().resolve(file)));
        if (!resource.path("resourceType").asText().equals("Bundle")) {
            resource.putObject("subject").put("reference", "Patient/" + patientId);
        }
        return partner.send(Persona.LOADER, Call.post(door(resource), JSON.writeValueAsString(resource)));
    }

    private static String xmlDoor(Path file) {
        var name = file.getFileName().toString();
        return name.contains("Bundle")
                ? "/fhir/R4/$process-message"
                : "/fhir/R4/"
                        + RESULTS.stream()
                                .filter(name::contains)
                                .findFirst()
                                .orElseThrow(() -> new AssertionError(name));
    }

    private static String door(JsonNode resource) {
        var type = resource.path("resourceType").asText();
        return type.equals("Bundle")
                ? DOORS.getOrDefault(resource.path("type").asText(), "/fhir/R4")
                : "/fhir/R4/" + type;
    }
}
