package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.AtOnce.statuses;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.order.AtOnce;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

/// The same request again: by the same client, by another, and by several at the same moment.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class RepeatIT {
    private static final String PATH = "/fhir/R4/ServiceRequest";
    private static final int CALLERS = 6;
    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String uuid() {
        return UUID.randomUUID().toString();
    }

    private static Response place(String persona, String requestId, String body) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + Tokens.persona(persona))
                .header("X-Request-ID", requestId)
                .contentType("application/fhir+json; charset=utf-8")
                .body(body)
                .post(PATH);
    }

    /// A body that anybody may send in their own name.
    private static String inOwnName(String placer) {
        return fullBloodCount(placer)
                .replaceAll("(?s),\\s*\"requester\":.*$", ",\"note\":[{\"text\":\"private words\"}]}");
    }

    private static Set<String> ids(List<Response> answers) {
        var ids = new HashSet<String>();
        answers.forEach(answer -> ids.add(answer.jsonPath().getString("id")));
        return ids;
    }

    private static void hides(Response answer, String storedId) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(409);
        assertThat(answer.jsonPath().getString("resourceType")).isEqualTo("OperationOutcome");
        assertThat(answer.asString() + answer.headers())
                .doesNotContain(storedId)
                .doesNotContain(RegionFixture.NHS_NUMBER)
                .doesNotContain("private words");
    }

    @Test
    void shouldHideTheStoredOrderFromAStrangerWhoSendsTheSame() {
        // Given
        var body = inOwnName(uuid());
        var stored = place("gp", uuid(), body).jsonPath().getString("id");
        var requestId = uuid();

        // When
        var byNumber = place("stranger", requestId, body);
        var again = place("stranger", requestId, body);

        // Then
        hides(byNumber, stored);
        hides(again, stored);
        assertThat(place("gp", uuid(), body).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldHideTheStoredOrderFromAStrangerWhoAsksByCondition() {
        // Given
        var placer = uuid();
        var stored = place("gp", uuid(), inOwnName(placer)).jsonPath().getString("id");

        // When
        var answer = sending("stranger", inOwnName(uuid()))
                .header("If-None-Exist", "identifier=urn:example:gp|" + placer)
                .post(PATH);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(403);
        assertThat(answer.asString()).doesNotContain(stored).doesNotContain("private words");
    }

    @Test
    void shouldKeepTheRequestIdsOfClientsApart() {
        // Given
        var requestId = uuid();
        var ofGp = place("gp", requestId, inOwnName(uuid())).jsonPath().getString("id");
        var own = inOwnName(uuid());

        // When
        var ofStranger = place("stranger", requestId, own);

        // Then
        assertThat(ofStranger.statusCode()).as(ofStranger.asString()).isEqualTo(201);
        assertThat(ofStranger.jsonPath().getString("id")).isNotEqualTo(ofGp);
        hides(place("stranger", requestId, inOwnName(uuid())), ofGp);
    }

    @Test
    void shouldPlaceOneWhenARequestIdComesManyTimesAtOnce() throws Exception {
        // Given
        var requestId = uuid();
        var body = ctChest(uuid());

        // When
        var answers = AtOnce.ask(CALLERS, number -> place("gp", requestId, body));

        // Then
        assertThat(statuses(answers)).containsOnlyOnce(201).containsOnly(200, 201);
        assertThat(ids(answers)).hasSize(1);
    }

    @Test
    void shouldPlaceOneWhenAPlacerNumberComesManyTimesAtOnce() throws Exception {
        // Given
        var placer = uuid();

        // When
        var same = AtOnce.ask(CALLERS, number -> place("gp", uuid(), fullBloodCount(placer)));
        var other = AtOnce.ask(
                CALLERS, number -> place("gp", uuid(), fullBloodCount(placer).replace("26604007", "100" + number)));

        // Then
        assertThat(statuses(same)).containsOnlyOnce(201).containsOnly(200, 201);
        assertThat(ids(same)).hasSize(1);
        assertThat(statuses(other)).containsOnly(409);
    }

    @Test
    void shouldPlaceOneWhenAnAccessionNumberComesManyTimesAtOnce() throws Exception {
        // Given
        var accession = "A" + uuid().substring(0, 12);

        // When
        var answers = AtOnce.ask(CALLERS, number -> place("gp", uuid(), withAccession(accession)));

        // Then
        assertThat(statuses(answers)).containsOnlyOnce(201).containsOnly(201, 409);
    }

    private static String withAccession(String accession) {
        return ctChest(uuid()).replaceFirst("\"identifier\":\\[", """
                        "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203",
                        "code":"ACSN"}]},"value":"%s"},""".formatted(accession));
    }

    @Test
    void shouldPlaceOneWhenTheSameConditionComesManyTimesAtOnce() throws Exception {
        // Given
        var visit = uuid();

        // When
        var answers = AtOnce.ask(
                CALLERS,
                number -> sending("gp", withVisit(visit))
                        .header("If-None-Exist", "identifier=urn:example:visit|" + visit)
                        .post(PATH));

        // Then
        assertThat(statuses(answers)).containsOnlyOnce(201).containsOnly(200, 201);
        assertThat(ids(answers)).hasSize(1);
        assertThat(as("gp").queryParam("identifier", "urn:example:visit|" + visit)
                        .get(PATH)
                        .jsonPath()
                        .getList("entry"))
                .hasSize(1);
    }

    private static String withVisit(String visit) {
        return fullBloodCount(uuid())
                .replaceFirst(
                        "\"identifier\":\\[",
                        "\"identifier\":[{\"system\":\"urn:example:visit\",\"value\":\"" + visit + "\"},");
    }

    @Test
    void shouldGiveEachOrderWithoutANumberItsOwn() throws Exception {
        // Given
        var body = ctChest("x").replaceFirst("(?s)\"identifier\":\\[.*?\\}\\],\\s*\"requisition\"", "\"requisition\"");

        // When
        var answers = AtOnce.ask(CALLERS, number -> place("gp", uuid(), body));

        // Then
        assertThat(statuses(answers)).containsOnly(201);
        assertThat(answers.stream()
                        .map(answer -> answer.jsonPath().getList("identifier.value"))
                        .distinct())
                .hasSize(CALLERS);
    }

    @Test
    void shouldPassOverNumbersThatOthersHaveTakenAlready() {
        // Given
        var body = ctChest("x").replaceFirst("(?s)\"identifier\":\\[.*?\\}\\],\\s*\"requisition\"", "\"requisition\"");
        var latest = place("gp", uuid(), body);
        var accession = latest.jsonPath().getString("identifier.find { it.type.coding[0].code == 'ACSN' }.value");
        var next = Long.parseLong(accession.substring("RX901".length()), 36) + 2;
        var taken = accession.substring(0, 5)
                + "%6s".formatted(Long.toString(next, 36).toUpperCase()).replace(' ', '0');
        place("gp", uuid(), withAccession(taken));

        // When
        var answers = List.of(place("gp", uuid(), body), place("gp", uuid(), body));

        // Then
        assertThat(statuses(answers)).containsOnly(201);
    }
}
