package org.meridiandx.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.region.Service;
import org.meridiandx.testkit.shared.RepositoryRoot;
import org.meridiandx.testkit.shared.SharedData;

/// Puts results of every form into a region: FHIR of both guides, HL7 v2 and EDIFACT of our golden pairs and others.
final class ReportSamples {
    private static final Path GOLDEN = Path.of("result-service", "src", "test", "resources", "golden");
    private static final Pattern PERSON = Pattern.compile(
            "PNA\\+PAT\\+(\\d{10}):OPI\\+\\+\\+SU:([^+:']+)\\+FO:([^+:']+).*?DTM\\+329:(\\d{4})(\\d\\d)(\\d\\d)",
            Pattern.DOTALL);

    private final PartnerClient partner;
    private final Patients register;
    private final Examples examples;
    private final Set<String> patients = new TreeSet<>();

    ReportSamples(PartnerClient partner) {
        this.partner = partner;
        this.register = new Patients(partner);
        this.examples = new Examples(partner);
    }

    /// Sends all.
    ///
    /// @return the ids of the patients that have results now
    Set<String> send() throws IOException, InterruptedException {
        sendExamples();
        patients.add(register.register("9990000018", "TESTPATIENT", "ANN", "1970-01-01"));
        sendHl7();
        sendEdifact();
        return patients;
    }

    private void sendExamples() throws IOException, InterruptedException {
        var someone = register.whoAllExamplesAreAbout();
        patients.add(someone);
        for (var file : Examples.files()) {
            if (file.toString().endsWith(".json")) {
                registerWhoIsIn(file);
                examples.aboutAPatient(file, someone);
            }
        }
    }

    private void registerWhoIsIn(Path file) throws IOException, InterruptedException {
        JsonNode bundle =
                Examples.JSON.readTree(SharedData.location().resolve(file).toFile());
        for (var entry : bundle.path("entry")) {
            if (entry.path("resource").path("resourceType").asText().equals("Patient")) {
                patients.add(register.register(entry.path("resource")));
            }
        }
    }

    private void sendHl7() throws IOException, InterruptedException {
        try (var files = Files.list(RepositoryRoot.find().resolve(GOLDEN).resolve("oru"));
                var connection = partner.mllpWhenUp(Service.RESULT)) {
            for (var file : files.filter(one -> one.toString().endsWith(".hl7"))
                    .sorted()
                    .toList()) {
                var text = Files.readString(file).replace('\n', '\r');
                var reply = connection.send(text.getBytes(StandardCharsets.UTF_8));
                assertThat(reply.code()).as(file + ": " + reply.reason()).startsWith("A");
            }
        }
    }

    private void sendEdifact() throws IOException, InterruptedException {
        for (var file : SharedData.files("extras/nhs_edifact_pathology", "*.edifact*.dat")) {
            var bytes = Files.readAllBytes(file);
            var person = PERSON.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
            while (person.find()) {
                patients.add(register.register(
                        person.group(1),
                        person.group(2),
                        person.group(3),
                        person.group(4) + "-" + person.group(5) + "-" + person.group(6)));
            }
            sendInterchange(bytes);
        }
        try (var files = Files.list(RepositoryRoot.find().resolve(GOLDEN).resolve("edifact"))) {
            for (var file : files.filter(one -> one.toString().endsWith(".edi"))
                    .sorted()
                    .toList()) {
                sendInterchange(Files.readAllBytes(file));
            }
        }
    }

    private void sendInterchange(byte[] bytes) throws IOException, InterruptedException {
        var answer = partner.send(Persona.LOADER, Call.post("/edifact", "application/edifact", bytes));
        assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
    }
}
