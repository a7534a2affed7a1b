package org.meridiandx.result;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.testkit.identity.Tokens;

/// Calls the service under test as a persona.
public final class Region {
    private Region() {}

    public static Response get(String persona, String path) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + Tokens.persona(persona))
                .get("/fhir/R4/" + path);
    }

    public static JsonPath found(String persona, String path) {
        return get(persona, path).then().statusCode(200).extract().jsonPath();
    }

    public static Response post(String persona, String path, byte[] body, String... headers) {
        var request = given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + Tokens.persona(persona))
                .contentType("application/fhir+json")
                .body(body);
        for (var i = 0; i + 1 < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.post("/fhir/R4" + (path.isEmpty() ? "" : "/" + path));
    }

    public static MllpClient.Reply send(int port, byte[] message) throws IOException {
        try (var client = MllpClient.connect("localhost", port, Duration.ofSeconds(20))) {
            return client.send(message);
        }
    }
}
