package org.meridiandx.order.outbound.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Timing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.directory.Demographics;
import org.meridiandx.directory.NamedPatient;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.partners.PartnerAddress;

/// Golden pairs: each request in `src/test/resources/golden-outbound`, with the partner it goes to, and the
/// message that it becomes, found by file name.
class OrderMessageMapperTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden-outbound");
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Path> requests() throws IOException {
        try (var files = Files.list(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    private static Partner partner(JsonNode json) {
        return new Partner(
                json.get("ods").asText(),
                new PartnerAddress("localhost", 2575, false),
                json.get("version").asText(),
                json.get("laboratoryType").asText(),
                json.get("imagingType").asText(),
                json.get("codeSystem").asText(),
                json.get("charset").asText(),
                json.get("application").asText(),
                json.get("ownApplication").asText(),
                json.get("ownFacility").asText());
    }

    private static Optional<NamedPatient> patient(JsonNode json) {
        var birthDate = json.get("birthDate").asText();
        var gender = json.get("gender").asText();
        var known = new Demographics(
                "patient-1",
                "",
                birthDate.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(birthDate)),
                gender.isEmpty() ? Optional.empty() : Optional.of(gender),
                false,
                Set.of());
        return Optional.of(new NamedPatient(
                known, json.path("family").asText(), json.path("given").asText()));
    }

    private static OutgoingOrder order(JsonNode json) throws IOException {
        return new OutgoingOrder(
                partner(json.get("partner")),
                json.get("control").asText(),
                "0123456789ABCDEF0123",
                Instant.parse("2026-11-21T09:00:00Z"),
                FhirJson.read(JSON.writeValueAsBytes(json.get("request")), ServiceRequest.class),
                patient(json));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldWriteAsItsGoldenPairSays(Path file) throws IOException {
        // Given
        var golden = Path.of(file.toString().replace(".json", ".hl7"));
        var order = order(JSON.readTree(file.toFile()));

        // When
        var message =
                new String(OrderMessageMapper.write(order), order.partner().javaCharset()).replace('\r', '\n');

        // Then
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(golden, message);
        }
        assertThat(message).isEqualTo(Files.readString(golden));
    }

    @Test
    void shouldWriteNothingThatCanBreakASegment() throws IOException {
        // Given
        var json = JSON.readTree(GOLDEN.resolve("lab-oml-2.5.1.json").toFile());
        var order = order(json);
        order.request().addNote().setText("one|two^three~four\\five&six\r\nOBX|1|ST|seven\u000Beight\u001C");

        // When
        var message = ReceivedMessage.of(
                        OrderMessageMapper.write(order), ReceivedMessage.Peer.named("test"), Instant.EPOCH)
                .message();

        // Then
        assertThat(message.segments("NTE").stream().map(nte -> nte.text(3).orElse("")))
                .contains("one|two^three~four\\five&six\nOBX|1|ST|seveneight");
    }

    @Test
    void shouldNotWriteASeriesThatNothingCanBeToldOf() throws IOException {
        // Given
        var order = order(JSON.readTree(GOLDEN.resolve("lab-oml-2.5.1.json").toFile()));
        order.request().setOccurrence(new Timing());

        // When
        var writing = catchThrowable(() -> OrderMessageMapper.write(order));

        // Then
        assertThat(writing).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReadBackWhatTheIntakeWouldRead() throws IOException {
        // Given
        var json = JSON.readTree(GOLDEN.resolve("lab-oml-2.5.1.json").toFile());

        // When
        var message = Hl7Message.parse(new String(OrderMessageMapper.write(order(json)), StandardCharsets.UTF_8));

        // Then
        var seen = Map.of(
                "placer", message.value("ORC", 2).orElse(""),
                "code", message.value("OBR", 4).orElse(""),
                "system", message.value("OBR", 4, 3).orElse(""),
                "priority", message.value("TQ1", 9).orElse(""),
                "organisation", message.value("ORC", 21, 10).orElse(""));
        assertThat(seen)
                .isEqualTo(Map.of(
                        "placer", "P1",
                        "code", "26604007",
                        "system", "SCT",
                        "priority", "S",
                        "organisation", "RX901"));
    }
}
