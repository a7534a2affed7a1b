package org.meridiandx.bench.trials;

import java.net.URI;
import java.util.UUID;
import org.meridiandx.bench.load.HttpWire;

/// Requests to a service, as they go over the wire.
///
/// @param token of who asks
public record Requests(URI base, String token) {

    public byte[] get(String path) {
        return HttpWire.bytes("GET " + path + head() + "\r\n");
    }

    /// @param body of ASCII characters
    public byte[] post(String path, String type, String body) {
        return HttpWire.bytes("POST " + path + head() + "Content-Type: " + type + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
    }

    private String head() {
        return " HTTP/1.1\r\nHost: " + base.getAuthority()
                + "\r\nAccept: application/fhir+json, application/json\r\nAuthorization: Bearer " + token
                + "\r\nX-Request-ID: " + UUID.randomUUID() + "\r\n";
    }
}
