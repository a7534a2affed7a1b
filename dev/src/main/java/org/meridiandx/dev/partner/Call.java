package org.meridiandx.dev.partner;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;

/// One request to the gateway.
///
/// @param method HTTP method
/// @param path path and query below the base URL, encoded
/// @param headers headers beside the token and the request id
/// @param body body
public record Call(String method, String path, Map<String, String> headers, BodyPublisher body) {

    /// FHIR JSON.
    public static final String FHIR_JSON = "application/fhir+json";

    /// Copies the headers.
    public Call {
        headers = Map.copyOf(headers);
    }

    /// A GET of FHIR JSON.
    public static Call get(String path) {
        return new Call("GET", path, Map.of("Accept", FHIR_JSON), BodyPublishers.noBody());
    }

    /// A POST of FHIR JSON.
    public static Call post(String path, String resource) {
        return new Call(
                "POST",
                path,
                Map.of("Accept", FHIR_JSON, "Content-Type", FHIR_JSON),
                BodyPublishers.ofString(resource));
    }

    /// A POST of bytes of some media type.
    public static Call post(String path, String contentType, byte[] body) {
        return new Call("POST", path, Map.of("Content-Type", contentType), BodyPublishers.ofByteArray(body));
    }

    /// The same with one header more, or another value.
    public Call with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Call(method, path, more, body);
    }

    /// Method and path.
    @Override
    public String toString() {
        return method + " " + path;
    }
}
