package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.REASON;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.orderSet;
import static org.meridiandx.order.RegionFixture.sending;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.order.AtOnce;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Several tests asked for at once: all are placed or none is, and the envelope follows them.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class OrderSetIT {
    private static final String PATH = "/fhir/R4/RequestGroup";
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String any() {
        return UUID.randomUUID().toString();
    }

    private static JsonPath placed(String body) {
        var answer = sending("gp", body).post(PATH);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
        return answer.jsonPath();
    }

    private static List<String> members(String requisition) {
        var found = as("gp").queryParam("requisition", "urn:example:gp|" + requisition)
                .queryParam("_sort", "_lastUpdated")
                .get("/fhir/R4/ServiceRequest");
        var ids = found.jsonPath().<String>getList("entry.resource.id");
        return ids == null ? List.of() : ids;
    }

    @Test
    void shouldPlaceAllWithOneRequisitionAndTellEach() {
        // Given
        var requisition = any();

        // When
        var group = placed(orderSet(requisition, any()));

        // Then
        var members = members(requisition);
        assertThat(group.getList("action.resource.reference"))
                .containsExactlyInAnyOrderElementsOf(
                        members.stream().map(id -> "ServiceRequest/" + id).toList());
        assertThat(group.getList("contained.resourceType")).containsExactly("PractitionerRole");
        assertThat(group.getString("subject.identifier.value")).isEqualTo(RegionFixture.NHS_NUMBER);
        var first = group.getString("action[0].resource.reference");
        var request = as("gp").get("/fhir/R4/" + first).jsonPath();
        assertThat(request.getString("contained[0].practitioner.display")).isEqualTo("Dr Field");
        assertThat(request.getString("authoredOn")).isEqualTo("2026-11-20T09:00:00Z");
        assertThat(as("gp").get("/fhir/R4/Task?focus=" + first).jsonPath().getInt("total"))
                .isEqualTo(1);
        kafka.await(
                topics.orders(),
                2,
                Duration.ofSeconds(15),
                record ->
                        orderPlaced(record.value()).getOrder().getRequisition().equals(requisition));
    }

    private static org.meridiandx.contracts.events.v1.OrderPlaced orderPlaced(byte[] event) {
        try {
            return Event.parseFrom(event).getOrderPlaced();
        } catch (InvalidProtocolBufferException bad) {
            throw new AssertionError(bad);
        }
    }

    @Test
    void shouldBeReadAndFoundByThoseWhoMay() {
        // Given
        var requisition = any();
        var id = placed(orderSet(requisition, any())).getString("id");

        // Then
        assertThat(as("gp").get(PATH + "/" + id).statusCode()).isEqualTo(200);
        for (var query : List.of(
                "identifier=urn:example:set%7C" + requisition,
                "group-identifier=urn:example:gp%7C" + requisition,
                "_id=" + id + "&status=active&patient=Patient/patient-1&subject=patient-1",
                "_id=" + id + "&authored=2026-11-20&_sort=-authored",
                "_id=" + id + "&patient:identifier=" + RegionFixture.NHS_NUMBER)) {
            var found = as("gp").urlEncodingEnabled(false).get(PATH + "?" + query);
            assertThat(found.jsonPath().getList("entry.resource.id", String.class))
                    .as(query)
                    .containsExactly(id);
        }
        assertThat(as("stranger").get(PATH + "/" + id).statusCode()).isEqualTo(403);
        assertThat(as("stranger").get(PATH + "?_id=" + id).jsonPath().getList("entry"))
                .isNull();
        assertThat(as("stranger").get(PATH + "?patient=patient-1").statusCode()).isEqualTo(403);
    }

    @Test
    void shouldPlaceNothingWhereOneCannotBePlaced() {
        // Given
        var placer = any();
        RegionFixture.placeId(RegionFixture.fullBloodCount(placer));
        var requisition = any();

        // When
        var taken = sending("gp", orderSet(requisition, placer)).post(PATH);
        var uncoded = sending("gp", orderSet(requisition, any()).replace("1000621000000104", ""))
                .post(PATH);

        // Then
        assertThat(taken.statusCode()).as(taken.asString()).isEqualTo(409);
        assertThat(uncoded.statusCode()).isEqualTo(400);
        assertThat(members(requisition)).isEmpty();
        assertThat(as("gp").queryParam("group-identifier", requisition)
                        .get(PATH)
                        .jsonPath()
                        .getInt("total"))
                .isZero();
    }

    @Test
    void shouldPlaceOnceWhatIsSentManyTimes() throws Exception {
        // Given
        var requisition = any();
        var body = orderSet(requisition, any());

        // When
        var answers = AtOnce.ask(5, number -> sending("gp", body).post(PATH));
        var other = sending("gp", body.replace("26604007", "26604008")).post(PATH);

        // Then
        assertThat(AtOnce.statuses(answers)).containsOnlyOnce(201).containsOnly(200, 201);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(members(requisition)).hasSize(2);
    }

    @Test
    void shouldPlaceOnceBySameRequestIdWhereNoRequisitionIsGiven() {
        // Given
        var body = orderSet("unused", any())
                .replace("\"groupIdentifier\":{\"system\":\"urn:example:gp\",\"value\":\"unused\"},", "");
        var key = any();

        // When
        var first = again(body, key);
        var second = again(body, key);

        // Then
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(201);
        assertThat(second.statusCode()).as(second.asString()).isEqualTo(200);
        assertThat(second.jsonPath().getString("id")).isEqualTo(first.jsonPath().getString("id"));
        assertThat(first.jsonPath().getString("groupIdentifier.system")).isEqualTo("urn:meridian:requisition");
    }

    private static Response again(String body, String key) {
        return io.restassured.RestAssured.given()
                .header("Authorization", "Bearer " + org.meridiandx.testkit.identity.Tokens.persona("gp"))
                .header("X-Request-ID", key)
                .contentType("application/fhir+json")
                .body(body)
                .post(PATH);
    }

    @Test
    void shouldFollowItsRequests() {
        // Given
        var group = placed(orderSet(any(), any()));
        var path = PATH + "/" + group.getString("id");
        var first = "/fhir/R4/" + group.getString("action[0].resource.reference");
        var second = "/fhir/R4/" + group.getString("action[1].resource.reference");

        // When
        sending("gp", REASON).post(first + "/$cancel");
        var oneCancelled = as("gp").get(path);
        sending("gp", REASON).post(second + "/$suspend");
        var oneHeld = as("gp").get(path);
        sending("gp", REASON).post(second + "/$cancel");
        var allCancelled = as("gp").get(path);

        // Then
        assertThat(oneCancelled.jsonPath().getString("status")).isEqualTo("active");
        assertThat(oneCancelled.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(oneHeld.jsonPath().getString("status")).isEqualTo("on-hold");
        assertThat(allCancelled.jsonPath().getString("status")).isEqualTo("revoked");
        assertThat(allCancelled.header("ETag")).isEqualTo("W/\"3\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            "action":[{"resource":{"reference":"#a"}},;"action":[{"resource":{"reference":"#c"}},;400;contained resource that is not there
            "action":[{"resource":{"reference":"#a"}},;"action":[{"resource":{"reference":"#gp"}},;422;Each action
            "action":[{"resource":{"reference":"#a"}},;"action":[{"resource":{"reference":"#b"}},;422;Each action
            "action":[{"resource":{"reference":"#a"}},;"action":[;422;no action names
            "action":[{"resource":{"reference":"#a"}},;"action":[{"action":[{"title":"x"}]},;422;actions of their own
            {"resourceType":"RequestGroup","status":"active";{"resourceType":"RequestGroup","status":"draft";422;status active
            "resourceType":"RequestGroup";"resourceType":"Bundle";400;not part of FHIR
            "requester":{"reference":"#gp"};"requisition":{"value":"other"};422;another requisition
            Patient/patient-1;Patient/nobody;422;Register the patient
            "value":"Y90001";"value":"RX902";403;own organisation
            "contained":[;"contained":[null,;400;null
            "contained":[;"contained":[{"resourceType":"PractitionerRole","id":"gp"},;422;same id
            """)
    void shouldRefuseWhatIsNoSet(String from, String to, int status, String words) {
        // Given
        var requisition = any();

        // When
        var answer =
                sending("gp", orderSet(requisition, any()).replace(from, to)).post(PATH);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.asString()).contains(words);
        assertThat(members(requisition)).isEmpty();
    }

    @Test
    void shouldRefuseASetThatWouldBeCopiedTooOften() {
        // Given
        var many = new StringBuilder();
        for (var i = 0; i < 200; i++) {
            many.append("{\"resourceType\":\"Organization\",\"id\":\"o")
                    .append(i)
                    .append("\"},");
        }
        var large = "{\"resourceType\":\"Organization\",\"id\":\"o\",\"name\":\"" + "x".repeat(5 << 20) + "\"},";

        // When
        var tooMany = sending("gp", orderSet(any(), any()).replace("\"contained\":[", "\"contained\":[" + many))
                .post(PATH);
        var tooLarge = sending("gp", orderSet(any(), any()).replace("\"contained\":[", "\"contained\":[" + large))
                .post(PATH);

        // Then
        assertThat(tooMany.statusCode()).as(tooMany.asString()).isEqualTo(422);
        assertThat(tooMany.asString()).contains("at most 200");
        assertThat(tooLarge.statusCode()).as(tooLarge.asString()).isEqualTo(422);
        assertThat(tooLarge.asString()).contains("too large");
    }

    private static String labelled(String resource, String code) {
        return resource.replaceFirst(
                "\"resourceType\":\"RequestGroup\",|\"meta\":\\{",
                (resource.contains("\"meta\":{") ? "\"meta\":{" : "\"resourceType\":\"RequestGroup\",\"meta\":{")
                        + "\"security\":[{\"system\":\"urn:example:label\",\"code\":\"" + code + "\"}]"
                        + (resource.contains("\"meta\":{") ? "," : "},"));
    }

    @Test
    void shouldSealEachRequestOfASealedSet() {
        // Given
        var group = placed(labelled(orderSet(any(), any()), "SET"));
        identity.access().sealLabelled();

        // Then
        for (var member : group.<String>getList("action.resource.reference")) {
            var own = as("gp").get("/fhir/R4/" + member);
            assertThat(own.jsonPath().getList("meta.security.code", String.class))
                    .containsExactly("SET");
            assertThat(as("pacs").get("/fhir/R4/" + member).statusCode()).isEqualTo(403);
            assertThat(as("gp").get("/fhir/R4/Task?focus=" + member)
                            .jsonPath()
                            .getList("entry[0].resource.meta.security.code", String.class))
                    .containsExactly("SET");
        }
        assertThat(as("pacs").get(PATH + "/" + group.getString("id")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void shouldBeAsSealedAndAsKnownAsItsRequestsBecome() {
        // Given
        var performer =
                "\"performer\":[{\"identifier\":{\"system\":\"" + RegionFixture.ODS + "\",\"value\":\"RX902\"}}],";
        var group = placed(orderSet(any(), any())
                .replace("\"requester\":{\"reference\":\"#gp\"}", performer + "\"requester\":{\"reference\":\"#gp\"}"));
        var path = PATH + "/" + group.getString("id");
        var first = "/fhir/R4/" + group.getString("action[0].resource.reference");
        var amended = labelled(as("gp").get(first).asString().replace("RX902", "RX903"), "R");

        // When
        var changed = sending("gp", amended).header("If-Match", "W/\"1\"").put(first);
        var followed = as("gp").get(path);
        sending("gp", amended).header("If-Match", "W/\"2\"").put(first);
        var unchanged = as("gp").get(path);
        identity.access().denyByDefault();

        // Then
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(followed.jsonPath().getList("meta.security.code", String.class))
                .containsExactly("R");
        assertThat(followed.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(unchanged.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(as("pacs").get(path).statusCode()).isEqualTo(200);
        assertThat(as("lab").get(path).statusCode()).isEqualTo(200);
        assertThat(as("hospital-doctor").get(path).statusCode()).isEqualTo(403);
    }

    /// A patient about whom nothing was decided and remembered yet.
    private String another() {
        var id = any();
        identity.patients().add(id, "9990000026", "1970-01-01");
        return id;
    }

    @Test
    void shouldAskAboutAllItsRequestsAtOnce() {
        // Given
        var performer =
                "\"performer\":[{\"identifier\":{\"system\":\"" + RegionFixture.ODS + "\",\"value\":\"RX903\"}}],";
        var body = orderSet(any(), any())
                .replace(RegionFixture.PATIENT, another())
                .replace("\"requester\":{\"reference\":\"#gp\"}", performer + "\"requester\":{\"reference\":\"#gp\"}");

        // When
        placed(body);

        // Then
        assertThat(identity.access().asked())
                .singleElement()
                .satisfies(asked -> assertThat(asked.getQuestionsList()).hasSize(2));
        assertThat(identity.patients().asked()).isOne();
    }

    @Test
    void shouldPlaceNothingOfASetThatIsNotAllowed() {
        // Given
        var requisition = any();
        var patient = another();
        identity.access().refuse("Y90001", patient);

        // When
        var answer = sending("gp", orderSet(requisition, any()).replace(RegionFixture.PATIENT, patient))
                .post(PATH);
        identity.access().reset();

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(403);
        assertThat(answer.asString()).contains("no relationship");
        assertThat(members(requisition)).isEmpty();
    }

    @Test
    void shouldRefuseASetForTwoPatients() {
        // Given
        identity.patients().add("patient-2", "9990000026", "1970-01-01");
        var requisition = any();
        var body = orderSet(requisition, any())
                .replace("\"requester\":{\"reference\":\"#gp\"}", "\"subject\":{\"reference\":\"Patient/patient-2\"}");

        // When
        var answer = sending("gp", body).post(PATH);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(answer.asString()).contains("one patient");
        assertThat(members(requisition)).isEmpty();
    }
}
