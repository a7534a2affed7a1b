package org.meridiandx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.DicomParts;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.region.Service;
import org.meridiandx.dev.samples.SampleMessage;
import org.meridiandx.testkit.shared.SharedData;

/// Everything in `hostile/` gets a clear refusal, or is taken; never a failure, a stack trace or
/// silence; and the region is as well afterwards as before.
class HostileInputIT {

    private static final Pattern TYPE = Pattern.compile("\"resourceType\"\\s*:\\s*\"(\\w+)\"");
    private static final List<String> KEPT =
            List.of("Patient", "ServiceRequest", "Task", "DiagnosticReport", "Observation", "Specimen");

    private static PartnerClient partner;

    private final AnswerRules rules = new AnswerRules();
    private TreeMap<String, Long> processesBefore;

    @BeforeAll
    static void findRegion() {
        SharedData.require("hostile");
        partner = SharedRegion.get().partner();
    }

    @BeforeEach
    void noteProcesses() {
        processesBefore = SharedRegion.get().processes();
    }

    @AfterEach
    void shouldBeWellAfterwards() throws Exception {
        assertThat(SharedRegion.get().health())
                .isNotEmpty()
                .allSatisfy((part, status) -> assertThat(status).as(part).isEqualTo(200));
        assertThat(SharedRegion.get().processes()).isEqualTo(processesBefore);
    }

    @Test
    void shouldAnswerHostileFhirJson() throws Exception {
        for (var file : SharedData.files("hostile/fhir_json", "*.json")) {
            byte[] content = Files.readAllBytes(file);
            http(file, "fhir", Call.post("/fhir/R4" + typePath(content), Call.FHIR_JSON, content));
            http(file, "message", Call.post("/fhir/R4/$process-message", Call.FHIR_JSON, content));
        }
        for (var file : SharedData.files("hostile/fhir_json", "*.gz")) {
            byte[] content = Files.readAllBytes(file);
            http(file, "gzip", Call.post("/fhir/R4", Call.FHIR_JSON, content).with("Content-Encoding", "gzip"));
        }
        verify(160);
    }

    @Test
    void shouldAnswerHostileJson() throws Exception {
        for (String folder : List.of("json_parsing", "json_transform", "cds_and_tokens")) {
            for (var file : SharedData.files("hostile/" + folder, "*.json")) {
                byte[] content = Files.readAllBytes(file);
                http(file, "Patient", Call.post("/fhir/R4/Patient", Call.FHIR_JSON, content));
                http(file, "Bundle", Call.post("/fhir/R4", Call.FHIR_JSON, content));
                http(file, "Observation", Call.post("/fhir/R4/Observation", Call.FHIR_JSON, content));
            }
        }
        verify(300);
    }

    @Test
    void shouldAnswerHostileXmlAndArchives() throws Exception {
        for (var file : SharedData.files("hostile/fhir_xml", "*.xml")) {
            byte[] content = Files.readAllBytes(file);
            http(file, "xml", Call.post("/fhir/R4/Patient", "application/fhir+xml", content));
            http(file, "xml as json", Call.post("/fhir/R4/Patient", Call.FHIR_JSON, content));
        }
        for (var file : SharedData.files("hostile/archives", "*.zip")) {
            byte[] content = Files.readAllBytes(file);
            http(file, "fhir", Call.post("/fhir/R4", "application/zip", content));
            http(file, "dicom", Call.post("/dicom-web/studies", "application/zip", content));
            http(file, "zip as part", stow(content));
        }
        verify(30);
    }

    @Test
    void shouldAnswerHostileDicom() throws Exception {
        for (var file : SharedData.files("hostile/dicom", "*.dcm")) {
            http(file, "stow", stow(Files.readAllBytes(file)));
        }
        for (var file : SharedData.files("hostile/stow", "*.multipart")) {
            http(
                    file,
                    "stow",
                    Call.post(
                                    "/dicom-web/studies",
                                    "multipart/related; type=\"application/dicom\"; boundary=BOUND",
                                    Files.readAllBytes(file))
                            .with("Accept", "application/dicom+json"));
        }
        verify(37);
    }

    @Test
    void shouldAnswerHostileTokens() throws Exception {
        for (var file : SharedData.files("hostile/cds_and_tokens", "*.txt")) {
            String token = Files.readString(file).strip();
            var answer =
                    http(file, "token", Call.get("/fhir/R4/Patient?name=x").with("Authorization", "Bearer " + token));
            assertThat(answer.status()).as(file.toString()).isEqualTo(401);
        }
        verify(2);
    }

    @Test
    void shouldAnswerNaughtyStringsInParameters() throws Exception {
        var strings = new ObjectMapper()
                .readValue(
                        SharedData.files("hostile/strings", "*.json").getFirst().toFile(), String[].class);
        for (String string : strings) {
            String value = URLEncoder.encode(string, StandardCharsets.UTF_8).replace("+", "%20");
            for (String path : List.of(
                    "/fhir/R4/Patient?name=" + value,
                    "/fhir/R4/DiagnosticReport?identifier=" + value,
                    "/fhir/R4/ServiceRequest?" + value + "=1",
                    "/fhir/R4/Observation/" + value,
                    "/dicom-web/studies?PatientName=" + value)) {
                rules.see(path, partner.send(Persona.LOADER, Call.get(path)));
            }
        }
        verify(1000);
    }

    @Test
    void shouldAnswerHostileMessages() throws Exception {
        for (var file : SharedData.files("hostile/hl7v2", "*.hl7")) {
            byte[] content = Files.readAllBytes(file);
            for (var service : List.of(Service.RESULT, Service.ORDER, Service.IDENTITY)) {
                try (var client = partner.mllp(service)) {
                    rules.see(file.getFileName() + " to " + service.title(), client.send(content));
                } catch (IOException e) {
                    rules.silent(file.getFileName() + " to " + service.title(), e);
                }
            }
        }
        verify(150);
    }

    @Test
    void shouldSurviveHostileFraming() throws Exception {
        for (var file : SharedData.files("hostile/mllp", "*.mllp")) {
            for (var service : List.of(Service.RESULT, Service.ORDER, Service.IDENTITY)) {
                try (var socket = new Socket("127.0.0.1", partner.mllpPort(service))) {
                    socket.setSoTimeout(500);
                    socket.getOutputStream().write(Files.readAllBytes(file));
                    socket.getInputStream().read();
                } catch (SocketTimeoutException | EOFException e) {
                    // Not every broken frame has an answer; that the next message has one is what counts.
                }
                answersStill(service);
            }
        }
        verify(9);
    }

    private void answersStill(Service service) throws IOException {
        var message =
                SampleMessage.read(SharedRegion.get().root(), "01-adt-a28").sentNow("H" + System.nanoTime());
        try (var client = partner.mllp(service)) {
            rules.see("a message after hostile framing", client.send(message.bytes()));
        }
    }

    private Answer http(Path file, String how, Call call) throws InterruptedException {
        String input = file.getFileName() + " as " + how;
        try {
            var answer = partner.send(Persona.LOADER, call);
            rules.see(input, answer);
            return answer;
        } catch (IOException e) {
            rules.silent(input, e);
            throw new AssertionError(input + ": " + e, e);
        }
    }

    private static Call stow(byte[] content) {
        var parts = DicomParts.of(List.of(content), "hostile-" + System.nanoTime());
        return Call.post("/dicom-web/studies", parts.contentType(), parts.body())
                .with("Accept", "application/dicom+json");
    }

    private static String typePath(byte[] content) {
        var matcher = TYPE.matcher(new String(content, StandardCharsets.UTF_8));
        return matcher.find() && KEPT.contains(matcher.group(1)) ? "/" + matcher.group(1) : "";
    }

    private void verify(int atLeast) {
        assertThat(rules.broken()).isEmpty();
        assertThat(rules.answers()).isGreaterThanOrEqualTo(atLeast);
    }
}
