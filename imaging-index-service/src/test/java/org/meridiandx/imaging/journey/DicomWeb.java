package org.meridiandx.imaging.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.meridiandx.testkit.identity.Tokens;

/// A DICOMweb client by hand, so that the tests see status, headers and bytes.
public final class DicomWeb {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private final String token;

    private DicomWeb(String token) {
        this.token = token;
    }

    static DicomWeb as(String persona) {
        return new DicomWeb(Tokens.persona(persona));
    }

    static DicomWeb with(String token) {
        return new DicomWeb(token);
    }

    HttpResponse<byte[]> store(byte[]... files) {
        return post("/dicom-web/studies", "multipart/related; type=\"application/dicom\"; boundary=XX", body(files));
    }

    HttpResponse<byte[]> post(String path, String contentType, byte[] body) {
        return send(
                request(path).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /// Says how long the body is and waits for leave to send it.
    HttpResponse<byte[]> postAfterAsking(String path, String contentType, byte[] body) {
        return send(request(path)
                .header("Content-Type", contentType)
                .expectContinue(true)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /// Does not say beforehand how long the body is.
    HttpResponse<byte[]> postChunked(String path, String contentType, byte[] body) {
        return send(request(path)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
    }

    HttpResponse<byte[]> get(String path, String accept) {
        return send(request(path).header("Accept", accept).GET());
    }

    JsonNode getJson(String path) {
        return json(get(path, "application/dicom+json"));
    }

    static JsonNode json(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(new String(response.body(), StandardCharsets.UTF_8), e);
        }
    }

    public static byte[] body(byte[]... files) {
        var body = new ByteArrayOutputStream();
        for (var file : files) {
            body.writeBytes("--XX\r\nContent-Type: application/dicom\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(file);
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        body.writeBytes("--XX--\r\n".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    /// The parts of a multipart answer.
    static List<byte[]> parts(HttpResponse<byte[]> response) {
        var type = response.headers().firstValue("Content-Type").orElseThrow();
        var boundary = type.replaceAll(".*boundary=\"?([^\";]+)\"?.*", "$1");
        var text = new String(response.body(), StandardCharsets.ISO_8859_1);
        var pieces = text.split("\r\n--" + boundary, -1);
        return Arrays.stream(pieces)
                .filter(piece -> piece.contains("\r\n\r\n"))
                .map(piece -> piece.substring(piece.indexOf("\r\n\r\n") + 4))
                .map(piece -> piece.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    private HttpRequest.Builder request(String path) {
        var port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
