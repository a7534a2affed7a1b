package org.meridiandx.result.subscriptions;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.meridiandx.result.Region;
import org.meridiandx.result.Results;
import org.meridiandx.testkit.identity.Tokens;

/// Subscriptions made for these tests.
final class Subscribers {
    static final String AVAILABLE = "urn:meridian:subscription-topic:report-available";
    static final String AMENDED = "urn:meridian:subscription-topic:report-amended";
    static final String UNACKNOWLEDGED = "urn:meridian:subscription-topic:report-unacknowledged";
    static final String CRITICAL = "urn:meridian:subscription-topic:report-critical";
    private static final String EXTENSION =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";

    private Subscribers() {}

    static ObjectNode to(String topic, String endpoint, String content) {
        return Results.json("""
                {"resourceType":"Subscription","status":"requested","reason":"Results for our patients",
                 "criteria":"%1$s",
                 "channel":{"type":"rest-hook","endpoint":"%2$s","payload":"application/fhir+json",
                  "_payload":{"extension":[{"url":"%4$spayload-content","valueCode":"%3$s"}]},
                  "header":["Authorization: Bearer of-the-receiver"]}}""".formatted(topic, endpoint, content, EXTENSION));
    }

    static ObjectNode filtered(ObjectNode subscription, String filter) {
        subscription
                .withObject("/_criteria")
                .withArray("/extension")
                .addObject()
                .put("url", EXTENSION + "filter-criteria")
                .put("valueString", filter);
        return subscription;
    }

    static ObjectNode with(ObjectNode subscription, String extension, String kind, int value) {
        subscription
                .withObject("/channel")
                .withArray("/extension")
                .addObject()
                .put("url", EXTENSION + extension)
                .put(kind, value);
        return subscription;
    }

    static Response post(String persona, ObjectNode subscription) {
        return Region.post(persona, "Subscription", bytes(subscription));
    }

    /// Makes one and waits for its handshake.
    ///
    /// @return its id
    static String active(String persona, ObjectNode subscription) {
        var answer = post(persona, subscription);
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.asString());
        }
        var id = answer.jsonPath().getString("id");
        awaitStatus(persona, id, "active");
        return id;
    }

    /// @return the status when it is as expected, or at the end of patience
    static String awaitStatus(String persona, String id, String expected) {
        var end = Instant.now().plus(Duration.ofSeconds(20));
        var status = status(persona, id);
        while (!status.equals(expected) && Instant.now().isBefore(end)) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException stopping) {
                throw new AssertionError(stopping);
            }
            status = status(persona, id);
        }
        return status;
    }

    static String status(String persona, String id) {
        return Region.found(persona, "Subscription/" + id).getString("status");
    }

    static Response put(String persona, String id, int version, ObjectNode subscription) {
        return given().header("Authorization", "Bearer " + Tokens.persona(persona))
                .header("If-Match", "W/\"" + version + "\"")
                .contentType("application/fhir+json")
                .body(bytes(subscription))
                .put("/fhir/R4/Subscription/" + id);
    }

    static Response delete(String persona, String id) {
        return given().header("Authorization", "Bearer " + Tokens.persona(persona))
                .delete("/fhir/R4/Subscription/" + id);
    }

    static List<Long> numbers(List<HookReceiver.Received> calls) {
        return calls.stream().flatMap(call -> call.numbers().stream()).toList();
    }

    private static byte[] bytes(ObjectNode resource) {
        return resource.toString().getBytes(StandardCharsets.UTF_8);
    }
}
