package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.placeId;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.contracts.events.v1.AuditRecord;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// What a search brings along, and the order of its pages.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class IncludeIT {
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static JsonPath search(String query) {
        var answer = as("gp").urlEncodingEnabled(false).get("/fhir/R4/" + query);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath();
    }

    private static List<String> entries(JsonPath bundle, String mode) {
        return bundle.getList("entry.findAll { it.search.mode == '" + mode
                + "' }.collect { it.resource.resourceType + '/' + it.resource.id }");
    }

    private static AuditRecord auditOf(byte[] event) {
        try {
            return Event.parseFrom(event).getAudit();
        } catch (InvalidProtocolBufferException bad) {
            throw new AssertionError(bad);
        }
    }

    @Test
    void shouldBringTheTaskAlongAndLeaveATraceOfIt() {
        // Given
        var id = placeId(ctChest(UUID.randomUUID().toString()));
        var taskId = search("Task?focus=" + id).getString("entry[0].resource.id");

        // When
        var found = search("ServiceRequest?_id=" + id + "&_revinclude=Task:focus");

        // Then
        assertThat(entries(found, "match")).containsExactly("ServiceRequest/" + id);
        assertThat(entries(found, "include")).containsExactly("Task/" + taskId);
        assertThat(found.getInt("total")).isEqualTo(1);
        assertThat(found.getString("entry[1].fullUrl")).endsWith("/fhir/R4/Task/" + taskId);
        var traces = kafka.await(topics.audit(), 2, Duration.ofSeconds(15), record -> {
            var audit = auditOf(record.value());
            return audit.getInteraction().equals("search-type")
                    && audit.getResourceIdsList().contains(taskId);
        });
        assertThat(traces).hasSize(2);
    }

    @Test
    void shouldBringTheRequestOfATaskAlong() {
        // Given
        var id = placeId(ctChest(UUID.randomUUID().toString()));

        // When
        var found = search("Task?focus=" + id + "&_include=Task:focus");
        var withType = search("Task?focus=" + id + "&_include=Task:focus:ServiceRequest&_include=Task:focus");

        // Then
        assertThat(entries(found, "include")).containsExactly("ServiceRequest/" + id);
        assertThat(entries(withType, "include")).containsExactly("ServiceRequest/" + id);
    }

    @Test
    void shouldBringAlongWhatAnAddOnIsAddedToAndTheOtherWayRound() {
        // Given
        var first = placeId(fullBloodCount(UUID.randomUUID().toString()));
        var addOn = placeId(fullBloodCount(UUID.randomUUID().toString())
                .replace(
                        "\"intent\":\"order\"",
                        "\"intent\":\"order\",\"basedOn\":[{\"reference\":\"ServiceRequest/" + first + "\"}]"));

        // Then
        assertThat(entries(search("ServiceRequest?_id=" + addOn + "&_include=ServiceRequest:based-on"), "include"))
                .containsExactly("ServiceRequest/" + first);
        assertThat(entries(search("ServiceRequest?_id=" + first + "&_revinclude=ServiceRequest:based-on"), "include"))
                .containsExactly("ServiceRequest/" + addOn);
        assertThat(entries(
                        search("ServiceRequest?_id=" + first + "," + addOn + "&_include=ServiceRequest:based-on"),
                        "include"))
                .isNullOrEmpty();
    }

    @Test
    void shouldBringNothingAlongThatTheScopesDoNotCover() {
        // Given
        var id = placeId(ctChest(UUID.randomUUID().toString()));
        var narrow = Tokens.of(Persona.GP).scope("system/ServiceRequest.rs").sign();

        // When
        var found = RestAssured.given()
                .header("Authorization", "Bearer " + narrow)
                .get("/fhir/R4/ServiceRequest?_revinclude=Task:focus&_id=" + id)
                .jsonPath();

        // Then
        assertThat(entries(found, "match")).containsExactly("ServiceRequest/" + id);
        assertThat(entries(found, "include")).isNullOrEmpty();
    }

    @Test
    void shouldBringAStrangerNothing() {
        // Given
        var id = placeId(ctChest(UUID.randomUUID().toString()));

        // When
        var found = as("stranger").get("/fhir/R4/ServiceRequest?_revinclude=Task:focus&_id=" + id);

        // Then
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.jsonPath().getList("entry")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ServiceRequest?_include=ServiceRequest:patient",
                "ServiceRequest?_include=ServiceRequest:specimen",
                "ServiceRequest?_include=*",
                "ServiceRequest?_include=Task:focus",
                "ServiceRequest?_include:iterate=Task:focus",
                "Task?_revinclude=Task:focus",
                "Task?_sort=authored"
            })
    void shouldRefuseByNameWhatItDoesNotBring(String query) {
        // When
        var answer = as("gp").urlEncodingEnabled(false).get("/fhir/R4/" + query);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("issue[0].expression[0]"))
                .isIn("_include", "_revinclude", "_include:iterate", "_sort");
    }

    @Test
    void shouldDeclareWhatItBrings() {
        // When
        var declared = as("gp").get("/capability").jsonPath();

        // Then
        assertThat(declared.getList("find { it.type == 'ServiceRequest' }.searchRevInclude"))
                .containsExactly("ServiceRequest:based-on", "Task:focus");
        assertThat(declared.getList("find { it.type == 'ServiceRequest' }.searchInclude"))
                .containsExactly("ServiceRequest:based-on", "ServiceRequest:replaces");
        assertThat(declared.getList("find { it.type == 'Task' }.searchInclude")).containsExactly("Task:focus");
    }

    @ParameterizedTest
    @CsvSource({"authored, 0 1 2 3 4", "-authored, 4 3 2 1 0"})
    void shouldTurnPagesInTheOrderOfAsking(String sort, String order) {
        // Given
        var code = UUID.randomUUID().toString();
        var placed = new String[5];
        for (var day : List.of(3, 0, 4, 1, 2)) {
            placed[day] = placeId(fullBloodCount(UUID.randomUUID().toString())
                    .replace("26604007", code)
                    .replace(
                            "\"intent\"",
                            "\"authoredOn\":\"2026-01-0" + (day / 2 + 1) + "T1" + day + ":00:00Z\",\"intent\""));
        }
        var seen = new ArrayList<String>();
        var next = "ServiceRequest?_count=2&_sort=" + sort + "&code=" + code;

        // When
        while (next != null && seen.size() < 10) {
            var page = search(next);
            seen.addAll(page.getList("entry.resource.id"));
            var url = page.getString("link.find { it.relation == 'next' }?.url");
            next = url == null ? null : url.substring(url.indexOf("ServiceRequest?"));
        }

        // Then
        assertThat(seen)
                .containsExactlyElementsOf(List.of(order.split(" ")).stream()
                        .map(day -> placed[Integer.parseInt(day)])
                        .toList());
    }
}
