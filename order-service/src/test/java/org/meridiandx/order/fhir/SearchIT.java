package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.ODS;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.place;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// Every declared search parameter finds what it should and nothing else, and pages stay whole.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class SearchIT {
    private static final String LINKS = """
            "basedOn":[{"reference":"ServiceRequest/before"}],"replaces":[{"reference":"ServiceRequest/wrong-one"}],
            "specimen":[{"reference":"Specimen/sample-1","identifier":{"system":"urn:example:lab","value":"S-1"}}]""";
    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static List<String> found(String type, String anchor, String anchorValue, String name, String value) {
        var answer =
                as("gp").queryParam(anchor, anchorValue).queryParam(name, value).get("/fhir/R4/" + type);
        assertThat(answer.statusCode())
                .as(name + "=" + value + " " + answer.asString())
                .isEqualTo(200);
        var ids = answer.jsonPath().<String>getList("entry.resource.id");
        return ids == null ? List.of() : ids;
    }

    private static List<String> declared(String type) {
        return as("gp").get("/capability").jsonPath().getList("find { it.type == '" + type + "' }.searchParam.name");
    }

    private record Case(String name, String hit, String miss) {}

    private static Case of(String name, String hit, String miss) {
        return new Case(name, hit, miss);
    }

    private static void holds(String type, Map.Entry<String, String> anchor, String id, List<Case> cases) {
        assertThat(cases.stream().map(Case::name)).containsExactlyInAnyOrderElementsOf(declared(type));
        for (var one : cases) {
            assertThat(found(type, anchor.getKey(), anchor.getValue(), one.name(), one.hit()))
                    .as(type + "?" + one.name() + "=" + one.hit())
                    .containsExactly(id);
            assertThat(found(type, anchor.getKey(), anchor.getValue(), one.name(), one.miss()))
                    .as(type + "?" + one.name() + "=" + one.miss())
                    .isEmpty();
        }
    }

    @Test
    void shouldFindRequestsByEveryParameter() {
        // Given
        var placer = UUID.randomUUID().toString();
        var id = place(ctChest(placer).replace("\"note\"", LINKS + ",\"note\"")).getString("id");
        var requisition = "urn:example:gp|REQ-" + placer;

        // Then
        holds(
                "ServiceRequest",
                Map.entry("requisition", requisition),
                id,
                List.of(
                        of("_id", id, UUID.randomUUID().toString()),
                        of("_lastUpdated", "ge2020-01-01", "lt2020-01-01"),
                        of("patient", "Patient/patient-1", "Patient/patient-9"),
                        of("subject", "patient-1", "patient-9"),
                        of("patient:identifier", RegionFixture.NHS + "|" + RegionFixture.NHS_NUMBER, "9990000026"),
                        of("identifier", "urn:example:gp|" + placer, "urn:example:other|" + placer),
                        of("code", "http://snomed.info/sct|169069000", "http://loinc.org|169069000"),
                        of("category", "RAD", "LAB"),
                        of("requisition", requisition, "urn:example:gp|REQ-"),
                        of("status", "draft,active", "draft"),
                        of("priority", "urgent", "routine"),
                        of("authored", "2026-11-20", "gt2026-11-21"),
                        of("requester", "Organization/Y90001", "Organization/RX901"),
                        of("requester:identifier", ODS + "|Y90001", ODS + "|RX901"),
                        of("performer", "Organization/RX901", "Organization/Y90001"),
                        of("performer:identifier", "RX901", "Y90001"),
                        of("based-on", "ServiceRequest/before", "before-that"),
                        of("replaces", "wrong-one", "ServiceRequest/before"),
                        of("specimen", "Specimen/sample-1", "Specimen/sample-2"),
                        of("specimen:identifier", "urn:example:lab|S-1", "urn:example:gp|S-1")));
    }

    @Test
    void shouldFindTasksByEveryParameter() {
        // Given
        var order = place(ctChest(UUID.randomUUID().toString())).getString("id");
        var rejected = as("gp").get("/fhir/R4/Task?focus=" + order).jsonPath();
        var first = rejected.getString("entry[0].resource.id");
        var said = as("hospital-doctor").get("/fhir/R4/Task/" + first).asString();
        sending("hospital-doctor", said.replace("\"requested\"", "\"rejected\""))
                .header("If-Match", "W/\"1\"")
                .put("/fhir/R4/Task/" + first);
        var own = UUID.randomUUID().toString();
        var second = """
                {"resourceType":"Task","status":"requested","intent":"order",
                 "identifier":[{"system":"urn:example:task","value":"%s"}],
                 "focus":{"reference":"ServiceRequest/%s"}}""".formatted(own, order);
        var id = sending("gp", second).post("/fhir/R4/Task").jsonPath().getString("id");
        var path = "/fhir/R4/Task/" + id;
        var business = as("hospital-doctor")
                .get(path)
                .asString()
                .replace("\"requested\"", "\"accepted\",\"businessStatus\":{\"text\":\"booked\"}");
        sending("hospital-doctor", business).header("If-Match", "W/\"1\"").put(path);

        // Then
        holds(
                "Task",
                Map.entry("identifier", "urn:example:task|" + own),
                id,
                List.of(
                        of("_id", id, first),
                        of("_lastUpdated", "ge2020-01-01", "lt2020-01-01"),
                        of("patient", "Patient/patient-1", "Patient/patient-9"),
                        of("patient:identifier", RegionFixture.NHS_NUMBER, "9990000026"),
                        of("focus", "ServiceRequest/" + order, "ServiceRequest/" + UUID.randomUUID()),
                        of("based-on", order, UUID.randomUUID().toString()),
                        of("status", "accepted", "rejected"),
                        of("business-status", "booked", "images available"),
                        of("identifier", own, "urn:example:other|" + own),
                        of("owner", "Organization/RX901", "Organization/Y90001"),
                        of("owner:identifier", ODS + "|RX901", ODS + "|Y90001"),
                        of("requester", "Organization/Y90001", "Organization/RX901"),
                        of("authored-on", "ge2026-01-01", "lt2020-01-01")));
    }

    @Test
    void shouldShowEachRequestOnceWhilePagesAreTurnedAndOthersAreWritten() {
        // Given
        var code = UUID.randomUUID().toString();
        var before = Stream.generate(() -> place(withCode(code)).getString("id"))
                .limit(5)
                .toList();
        var seen = new ArrayList<String>();
        var next = "/fhir/R4/ServiceRequest?_count=2&code=" + code;
        var pages = 0;

        // When
        while (next != null && pages < 10) {
            var page = as("gp").urlEncodingEnabled(false).get(next).jsonPath();
            seen.addAll(page.getList("entry.resource.id"));
            next = pathOf(page.getString("link.find { it.relation == 'next' }?.url"));
            place(withCode(code));
            pages++;
        }

        // Then
        assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(before);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void shouldPageForwardInTimeAndFindWhatIsWrittenMeanwhile() {
        // Given
        var code = UUID.randomUUID().toString();
        var placed = new HashSet<String>();
        for (var number = 0; number < 3; number++) {
            placed.add(place(withCode(code)).getString("id"));
        }
        var first = as("gp").get("/fhir/R4/ServiceRequest?_sort=_lastUpdated&_count=2&code=" + code)
                .jsonPath();
        placed.add(place(withCode(code)).getString("id"));

        // When
        var second = as("gp").urlEncodingEnabled(false)
                .get(pathOf(first.getString("link.find { it.relation == 'next' }.url")))
                .jsonPath();

        // Then
        var seen = new ArrayList<String>(first.getList("entry.resource.id"));
        seen.addAll(second.getList("entry.resource.id"));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(placed);
    }

    private static String withCode(String code) {
        return fullBloodCount(UUID.randomUUID().toString()).replace("26604007", code);
    }

    private static String pathOf(String url) {
        return url == null ? null : url.substring(url.indexOf("/fhir/"));
    }
}
