package org.meridiandx.result.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

/// What is more than anybody means: refused at the limit, and the service stays well.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class LimitsIT {
    private static final int MEGABYTE = 1024 * 1024;
    IdentityStandIn identity;

    @Inject
    MllpPort mllp;

    @BeforeEach
    void reset() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
    }

    @AfterEach
    void shouldBeWell() throws IOException {
        var number = "L" + System.nanoTime();
        assertThat(Region.send(mllp.number(), Samples.fullBloodCount(number, number, "F", "118"))
                        .code())
                .isEqualTo("AA");
    }

    @Test
    void shouldRejectAMessageOfTwoHundredMegabytesWithoutWaitingForItsEnd() throws IOException {
        // Given
        var head = "\u000b"
                + new String(Samples.message("L1", "9990000018", "OBR|1|P|F", "OBX|1|TX|X||"), StandardCharsets.UTF_8)
                        .strip();
        var filling = new byte[MEGABYTE];
        Arrays.fill(filling, (byte) 'x');

        // When
        MllpClient.Reply reply;
        try (var client = MllpClient.connect("localhost", mllp.number(), Duration.ofSeconds(20))) {
            var answer = CompletableFuture.supplyAsync(() -> receive(client));
            try {
                client.sendBytes(head.getBytes(StandardCharsets.UTF_8));
                for (var megabyte = 0; megabyte < 200 && !answer.isDone(); megabyte++) {
                    client.sendBytes(filling);
                }
            } catch (IOException closed) {
                assertThat(closed).isNotNull(); // the listener has heard enough
            }
            reply = answer.join();
        }

        // Then
        assertThat(reply.code()).isEqualTo("AR");
        assertThat(reply.controlId()).isEqualTo("L1");
    }

    @ParameterizedTest
    @CsvSource({"/hl7v2,application/hl7-v2+er7", "/edifact,application/edifact", "/fhir/R4,application/fhir+json"})
    void shouldRefuseABodyOfFortyMegabytesBeforeItComes(String path, String type) throws IOException {
        // Given
        var head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Tokens.persona("lab")
                + "\r\nContent-Type: " + type + "\r\nContent-Length: " + 40 * MEGABYTE + "\r\n\r\n";

        // When
        String status;
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            status = answer.readLine();
        }

        // Then
        assertThat(status).contains(" 413 ");
    }

    @Test
    void shouldRefuseABundleOfAHundredThousandEntries() {
        // Given
        var entry = "{\"resource\":{\"resourceType\":\"Observation\"}}";
        var body = "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[" + (entry + ",").repeat(99_999) + entry
                + "]}";

        // When
        var status = post("/fhir/R4", "application/fhir+json", body.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(status).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DiagnosticReport", "$process-message"})
    void shouldRefuseAThousandNestedLevels(String door) {
        // Given
        var body = "{\"resourceType\":\"Bundle\",\"a\":"
                .concat("[".repeat(1_000))
                .concat("]".repeat(1_000))
                .concat("}");

        // When
        var answer = Region.post("lab", door, body.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/hl7v2,application/hl7-v2+er7", "/edifact,application/edifact", "/fhir/R4,application/fhir+json"
            })
    void shouldNotUnpackACompressedBody(String door) throws IOException {
        // Given: 64 MB of nothing in 64 kB
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[64 * MEGABYTE]);
        }
        var parts = door.split(",");

        // When
        var status = post(parts[0], parts[1], packed.toByteArray(), "Content-Encoding", "gzip");

        // Then
        assertThat(status).isIn(400, 413, 415);
    }

    @Test
    void shouldRefuseMoreMessagesThanABatchHolds() {
        // Given
        var one = new String(Samples.message("L2", "9990000018", "ZZZ|1"), StandardCharsets.UTF_8);

        // When
        var status = post("/hl7v2", "application/hl7-v2+er7", one.repeat(2_001).getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(status).isEqualTo(413);
    }

    private static MllpClient.Reply receive(MllpClient client) {
        try {
            return client.receive();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int post(String path, String type, byte[] body, String... headers) {
        var request = given().header("Authorization", "Bearer " + Tokens.persona("lab"))
                .config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs(type, ContentType.TEXT)))
                .contentType(type)
                .body(body);
        for (var i = 0; i + 1 < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        Response answer = request.post(path);
        return answer.statusCode();
    }
}
