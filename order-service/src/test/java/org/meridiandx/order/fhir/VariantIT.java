package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.placeId;
import static org.meridiandx.order.RegionFixture.sending;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// The kinds of request that laboratories know: each is taken, kept as it was sent, and found.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class VariantIT {
    private static final String PATH = "/fhir/R4/ServiceRequest";
    private static final ObjectMapper JSON = new ObjectMapper();
    /// What the region completes.
    private static final List<String> COMPLETED = List.of("identifier", "subject");

    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String golden(String name, String placer, String first) throws IOException {
        var file = "/golden/requests/" + name + ".json";
        try (var stream = Objects.requireNonNull(VariantIT.class.getResourceAsStream(file), file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{placer}", placer)
                    .replace("{first}", first);
        }
    }

    private static JsonNode stored(String id) throws IOException {
        return JSON.readTree(as("gp").get(PATH + "/" + id).asByteArray());
    }

    private static void holdsWhatWasSent(JsonNode stored, JsonNode sent) {
        for (var field : sent.properties()) {
            if (!COMPLETED.contains(field.getKey())) {
                assertThat(stored.get(field.getKey())).as(field.getKey()).isEqualTo(field.getValue());
            }
        }
        assertThat(stored.get("identifier")).contains(sent.get("identifier").get(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            collected-first;specimen=Specimen/sample-{placer}
            collected-first;specimen:identifier=urn:example:lab%7CS-{placer}
            add-on;based-on=ServiceRequest/{first}
            replacement;replaces={first}
            reflex;based-on={first}
            send-away;performer=Organization/RX902&identifier={placer}
            timed-series;code=113076002&identifier={placer}
            separate-collector;identifier={placer}
            fasting;identifier={placer}
            copy-to;identifier={placer}
            """)
    void shouldKeepEachKindAsItWasSentAndFindIt(String name, String query) throws IOException {
        // Given
        var placer = UUID.randomUUID().toString();
        var first = placeId(fullBloodCount(UUID.randomUUID().toString()));
        var body = golden(name, placer, first);

        // When
        var id = placeId(body);

        // Then
        holdsWhatWasSent(stored(id), JSON.readTree(body));
        var found = as("gp").urlEncodingEnabled(false)
                .get(PATH + "?" + query.replace("{placer}", placer).replace("{first}", first));
        assertThat(found.jsonPath().getList("entry.resource.id", String.class)).containsExactly(id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            reflex;"basedOn";"replaces";422;reflex-order
            copy-to;"value": "RX901";"value": "not a code";422;ODS code
            """)
    void shouldRefuseAKindThatLacksWhatMakesIt(String name, String from, String to, int status, String words)
            throws IOException {
        // Given
        var body = golden(name, UUID.randomUUID().toString(), "first").replace(from, to);

        // When
        var answer = sending("gp", body).post(PATH);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.asString()).contains(words);
    }

    @Test
    void shouldRefuseAnAddOnToTheRequestOfAnotherPatient() {
        // Given
        identity.patients().add("patient-2", "9990000026", "1970-01-01");
        var first = placeId(fullBloodCount(UUID.randomUUID().toString()).replace("9990000018", "9990000026"));
        var addOn = fullBloodCount(UUID.randomUUID().toString())
                .replace("\"intent\"", "\"basedOn\":[{\"reference\":\"ServiceRequest/" + first + "\"}],\"intent\"");

        // When
        var answer = sending("gp", addOn).post(PATH);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(answer.asString()).contains("another patient").doesNotContain("9990000026");
    }

    @Test
    void shouldRefuseAnAddOnToMoreThanFiftyRequests() {
        // Given
        var related = "{\"reference\":\"ServiceRequest/%s\"},";
        var many = new StringBuilder();
        for (var i = 0; i < 50; i++) {
            many.append(related.formatted("elsewhere-" + i));
        }
        var fifty = fullBloodCount(UUID.randomUUID().toString())
                .replace("\"intent\"", "\"basedOn\":[" + many.substring(0, many.length() - 1) + "],\"intent\"");
        var more = fifty.replace("\"basedOn\":[", "\"basedOn\":[" + related.formatted("one-more"));

        // When
        var refused = sending("gp", more).post(PATH);
        var taken = sending("gp", fifty).post(PATH);

        // Then
        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(422);
        assertThat(refused.asString()).contains("at most 50");
        assertThat(taken.statusCode()).as(taken.asString()).isEqualTo(201);
    }

    @Test
    void shouldKeepWhyItWasAmendedWithThatVersion() throws IOException {
        // Given
        var body = ctChest(UUID.randomUUID().toString());
        var id = placeId(body);
        var reason =
                "\"extension\":[{\"url\":\"urn:meridian:extension:change-reason\",\"valueString\":\"new findings\"}],";

        // When
        var amended = sending("gp", body.replace("\"status\"", reason + "\"status\""))
                .header("If-Match", "W/\"1\"")
                .put(PATH + "/" + id);

        // Then
        assertThat(amended.statusCode()).as(amended.asString()).isEqualTo(200);
        assertThat(stored(id).at("/extension/0/valueString").asText()).isEqualTo("new findings");
        assertThat(as("gp").get(PATH + "/" + id + "/_history/1").jsonPath().getList("extension"))
                .isNull();
    }
}
