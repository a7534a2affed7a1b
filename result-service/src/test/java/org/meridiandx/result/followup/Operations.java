package org.meridiandx.result.followup;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import org.meridiandx.testkit.identity.Tokens;

/// Calls the plain API, and writes Parameters.
final class Operations {
    private Operations() {}

    static Response get(String persona, String path) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + Tokens.persona(persona))
                .get(path);
    }

    /// @param json with single quotes
    static Response post(String persona, String path, String json) {
        return given().header("Authorization", "Bearer " + Tokens.persona(persona))
                .contentType("application/json")
                .body(json.replace('\'', '"'))
                .post(path);
    }

    static Response delete(String persona, String path) {
        return given().header("Authorization", "Bearer " + Tokens.persona(persona))
                .delete(path);
    }

    static JsonPath list(String persona, String query) {
        return get(persona, "/results/follow-ups?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /// @param pairs names and values; `true` and `false` are booleans, whole numbers integers
    static byte[] parameters(String... pairs) {
        var json = new StringBuilder();
        for (var i = 0; i + 1 < pairs.length; i += 2) {
            var value = pairs[i + 1];
            var typed = value.equals("true") || value.equals("false")
                    ? "\"valueBoolean\":" + value
                    : value.matches("[0-9]+") ? "\"valueInteger\":" + value : "\"valueString\":\"" + value + "\"";
            json.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"")
                    .append(pairs[i])
                    .append("\",")
                    .append(typed)
                    .append('}');
        }
        return ("{\"resourceType\":\"Parameters\",\"parameter\":[" + json + "]}").getBytes(StandardCharsets.UTF_8);
    }
}
