package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.placeId;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.order.AtOnce;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// `PUT ServiceRequest?identifier=…`, by how many requests have it; and reads on a condition.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class ConditionalUpdateIT {
    private static final String PATH = "/fhir/R4/ServiceRequest";
    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String by(String placer) {
        return PATH + "?identifier=urn:example:gp%7C" + placer;
    }

    private static io.restassured.response.Response put(String persona, String placer, String body) {
        return sending(persona, body).urlEncodingEnabled(false).put(by(placer));
    }

    @Test
    void shouldPlaceOnceAndAmendAfterwards() {
        // Given
        var placer = UUID.randomUUID().toString();
        var body = fullBloodCount(placer);

        // When
        var placed = put("gp", placer, body);
        var amended = put("gp", placer, body.replace("\"intent\"", "\"note\":[{\"text\":\"fasting\"}],\"intent\""));

        // Then
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        assertThat(amended.statusCode()).as(amended.asString()).isEqualTo(200);
        assertThat(amended.jsonPath().getString("id"))
                .isEqualTo(placed.jsonPath().getString("id"));
        assertThat(amended.header("ETag")).isEqualTo("W/\"2\"");
    }

    @Test
    void shouldPlaceOneWhenManyAskAtOnce() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();

        // When
        var answers = AtOnce.ask(5, number -> put("gp", placer, fullBloodCount(placer)));

        // Then
        assertThat(AtOnce.statuses(answers)).containsOnlyOnce(201).containsOnly(200, 201);
        assertThat(as("gp").queryParam("identifier", placer)
                        .get(PATH)
                        .jsonPath()
                        .getInt("total"))
                .isEqualTo(1);
    }

    @Test
    void shouldAmendNoneWhereSeveralMatch() {
        // Given
        var episode = UUID.randomUUID().toString();
        for (var number = 0; number < 2; number++) {
            placeId(ofEpisode(episode));
        }

        // When
        var answer = put("gp", episode, ofEpisode(episode));

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(412);
        assertThat(answer.asString()).contains("More than one request");
    }

    private static String ofEpisode(String episode) {
        return fullBloodCount(UUID.randomUUID().toString())
                .replace(
                        "\"identifier\":[{\"type\"",
                        "\"identifier\":[{\"system\":\"urn:example:gp\",\"value\":\"" + episode + "\"},{\"type\"");
    }

    @Test
    void shouldKeepToTheVersionThatTheCallerHasSeen() {
        // Given
        var placer = UUID.randomUUID().toString();
        placeId(fullBloodCount(placer));

        // When
        var answer = sending("gp", fullBloodCount(placer))
                .urlEncodingEnabled(false)
                .header("If-Match", "W/\"7\"")
                .put(by(placer));

        // Then
        assertThat(answer.statusCode()).isEqualTo(409);
    }

    @Test
    void shouldRefuseABodyWithoutTheIdentifierOrWithAnId() {
        // Given
        var placer = UUID.randomUUID().toString();

        // When
        var other = put("gp", placer, fullBloodCount(UUID.randomUUID().toString()));
        var withId = put("gp", placer, fullBloodCount(placer).replace("\"intent\"", "\"id\":\"mine\",\"intent\""));

        // Then
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(withId.statusCode()).isEqualTo(400);
        assertThat(as("gp").queryParam("identifier", placer)
                        .get(PATH)
                        .jsonPath()
                        .getInt("total"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?code=1", "?identifier=", "?identifier=a%7Cb&code=1"})
    void shouldRefuseAnotherCondition(String query) {
        // When
        var answer = sending("gp", fullBloodCount(UUID.randomUUID().toString()))
                .urlEncodingEnabled(false)
                .put(PATH + query);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.asString()).contains("identifier");
    }

    @Test
    void shouldLetNoStrangerAmendByIdentifier() {
        // Given
        var placer = UUID.randomUUID().toString();
        var id = placeId(fullBloodCount(placer));

        // When
        var answer = put("stranger", placer, fullBloodCount(placer));

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.asString()).doesNotContain(id);
    }

    @Test
    void shouldSaveReadingAVersionAgain() {
        // Given
        var id = placeId(fullBloodCount(UUID.randomUUID().toString()));

        // When
        var again = as("gp").header("If-None-Match", "W/\"1\"").get(PATH + "/" + id + "/_history/1");
        var other = as("gp").header("If-None-Match", "W/\"2\"").get(PATH + "/" + id + "/_history/1");

        // Then
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(other.statusCode()).isEqualTo(200);
    }
}
