package org.meridiandx.order.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.UUID;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class CatalogueIT {
    private static final String PATH = "/fhir/R4/ActivityDefinition";
    private static final String ANYTHING = "{\"url\":\"urn:x\",\"valueString\":\"y\"}";
    private static final String WHY =
            "performer[0].extension.find { it.url == 'urn:meridian:extension:performer-choice' }.valueString";

    @Inject
    MllpPort mllp;

    @Inject
    CatalogueService catalogue;

    IdentityStandIn identity;
    PostgresDatabase database;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String test(String id, String code, String extensions) {
        return """
                {"resourceType":"ActivityDefinition","id":"%s","title":"Test %s","status":"active","kind":"ServiceRequest",
                 "intent":"order","topic":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0074","code":"LAB"}]}],
                 "code":{"coding":[{"system":"urn:example:tests","code":"%s"}]},"extension":[%s]}""".formatted(id, id, code, extensions.isEmpty() ? ANYTHING : extensions);
    }

    private static String performer(String ods, int priority, String more) {
        return """
                {"url":"urn:meridian:extension:catalogue-performer","extension":[
                 {"url":"organization","valueReference":{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"%s"}}},
                 {"url":"priority","valueInteger":%d}%s]}""".formatted(ods, priority, more);
    }

    private static String localCode(String ods, String code) {
        return """
                {"url":"urn:meridian:extension:catalogue-local-code","extension":[
                 {"url":"organization","valueReference":{"reference":"Organization/%s"}},
                 {"url":"code","valueCoding":{"system":"urn:meridian:%s:codes","code":"%s"}}]}""".formatted(ods, ods.toLowerCase(Locale.ROOT), code);
    }

    private static Response put(String persona, String id, String body) {
        return sending(persona, body).put(PATH + "/" + id);
    }

    private static String fresh() {
        return "t-" + UUID.randomUUID();
    }

    private static String order(String code, String more) {
        return RegionFixture.fullBloodCount(UUID.randomUUID().toString())
                .replace(
                        "\"system\":\"http://snomed.info/sct\",\"code\":\"26604007\"",
                        "\"system\":\"urn:example:tests\",\"code\":\"" + code + "\"")
                .replace("\"intent\":\"order\",", "\"intent\":\"order\"," + more);
    }

    @Test
    void shouldStartWithTheShippedTests() {
        // When
        var byCode = as("gp").get(PATH + "?code=http://snomed.info/sct|26604007");
        var byTopic = as("gp").get(PATH + "?topic=RAD&_count=200");

        // Then
        assertThat(byCode.jsonPath().getString("entry[0].resource.title")).isEqualTo("Full blood count");
        assertThat(byCode.jsonPath().getString("entry[0].resource.status")).isEqualTo("draft");
        assertThat(byTopic.jsonPath().getList("entry.resource.title")).contains("CT of chest");
    }

    @Test
    void shouldFindByPlainWordsWithTyposBestFirst() {
        // When
        var answer = as("gp").get(PATH + "?_content=full blod cuont&_count=5");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("entry[0].resource.id")).isEqualTo("full-blood-count");
        assertThat(answer.jsonPath().getDouble("entry[0].search.score")).isGreaterThan(0.8);
        assertThat(answer.jsonPath().getList("entry")).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void shouldKeepEachVersionAndLeaveATrace() {
        // Given
        var id = fresh();
        var created = put("loader", id, test(id, id, ""));

        // When
        var blind = put("loader", id, test(id, id + "-2", ""));
        var changed = sending("loader", test(id, id + "-2", ""))
                .header("If-Match", created.header("ETag"))
                .put(PATH + "/" + id);

        // Then
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        assertThat(blind.statusCode()).isEqualTo(412);
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(as("gp").get(PATH + "/" + id + "/_history/1").jsonPath().getString("code.coding[0].code"))
                .isEqualTo(id);
        assertThat(as("gp").header("If-None-Match", "W/\"2\"")
                        .get(PATH + "/" + id)
                        .statusCode())
                .isEqualTo(304);
        assertThat(as("gp").get(PATH + "/" + id + "/_history/3").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldBeChangedByOperatorsOnly() {
        // Given
        var id = fresh();

        // When
        var refused = put("gp", id, test(id, id, ""));

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(as("gp").get(PATH + "/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldTranslateAnOrganisationsOwnCode() {
        // Given
        var id = fresh();
        var question = PATH + "/$by-local-code?organisation=RX977&system=urn:meridian:rx977:codes&code=" + id;
        put("loader", id, test(id, id, localCode("RX977", id)));

        // When
        var known = as("gp").urlEncodingEnabled(false).get(question);
        var ofOther =
                as("gp").urlEncodingEnabled(false).get(question.replace("organisation=RX977", "organisation=RX978"));
        var again = put("loader", id + "b", test(id + "b", id + "b", localCode("RX977", id)));

        // Then
        assertThat(known.jsonPath().getString("id")).isEqualTo(id);
        assertThat(ofOther.statusCode()).isEqualTo(404);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.asString()).contains(id);
    }

    @Test
    void shouldRouteARequestThatNamesNobodyAndSayWhy() {
        // Given
        var id = fresh();
        var near = ",{\"url\":\"serves\",\"valueReference\":{\"reference\":\"Organization/Y90001\"}}";
        put("loader", id, test(id, id, performer("RX902", 1, "") + "," + performer("RX903", 5, near)));

        // When
        var placed = RegionFixture.place(order(id, ""));
        var named = RegionFixture.place(
                order(
                        id,
                        "\"performer\":[{\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/ods-organization-code\",\"value\":\"RX901\"}}],"));
        var chosen = RegionFixture.place(order(id, "\"locationReference\":[{\"reference\":\"Organization/RX902\"}],"));

        // Then
        assertThat(placed.getString("performer[0].identifier.value")).isEqualTo("RX903");
        assertThat(placed.getString(WHY)).contains("near one for Y90001");
        assertThat(named.getString("performer[0].identifier.value")).isEqualTo("RX901");
        assertThat(named.getList("performer[0].extension")).isNull();
        assertThat(chosen.getString("performer[0].identifier.value")).isEqualTo("RX902");
        assertThat(chosen.getString(WHY)).contains("patient chose");
    }

    @Test
    void shouldGoOnToTheNextWhenTheFirstIsFull() {
        // Given
        var id = fresh();
        var two = ",{\"url\":\"capacityPerDay\",\"valueInteger\":2}";
        put("loader", id, test(id, id, performer("RX902", 1, two) + "," + performer("RX903", 2, "")));

        // When
        for (var i = 0; i < 3; i++) {
            RegionFixture.place(order(id, ""));
        }

        // Then
        assertThat(new Rows(database)
                        .text(
                                "select string_agg(performer, ',' order by performer) from service_request where code = ?",
                                id))
                .isEqualTo("RX902,RX902,RX903");
    }

    @Test
    void shouldCountWhatWasAskedForByAnyOfItsCodes() {
        // Given
        var id = fresh();
        var two = ",{\"url\":\"capacityPerDay\",\"valueInteger\":2}";
        var performers = performer("RX902", 1, two) + "," + performer("RX903", 2, "");
        put("loader", id, test(id, id, performers + "," + localCode("Y90001", id)));
        var further = order(id, "")
                .replace(
                        "\"coding\":[{\"system\":\"urn:example:tests\"",
                        "\"coding\":[{\"system\":\"urn:x\",\"code\":\"" + id + "\"},{\"system\":\"urn:example:tests\"");

        // When
        var byLocalCode = RegionFixture.place(order(id, "").replace("urn:example:tests", "urn:meridian:y90001:codes"));
        var bySecondCode = RegionFixture.place(further);
        var byItsCode = RegionFixture.place(order(id, ""));

        // Then
        assertThat(byLocalCode.getString("performer[0].identifier.value")).isEqualTo("RX902");
        assertThat(bySecondCode.getString("performer[0].identifier.value")).isEqualTo("RX902");
        assertThat(byItsCode.getString("performer[0].identifier.value")).isEqualTo("RX903");
    }

    @Test
    void shouldLetAFileMoveALocalCodeToAnotherTest() {
        // Given
        var first = "a" + fresh();
        var second = "b" + fresh();
        load(test(first, first, ANYTHING), test(second, second, localCode("RX979", first)));

        // When
        load(test(first, first, localCode("RX979", first)), test(second, second, ANYTHING));

        // Then
        var question = PATH + "/$by-local-code?organisation=RX979&system=urn:meridian:rx979:codes&code=" + first;
        assertThat(as("gp").urlEncodingEnabled(false).get(question).jsonPath().getString("id"))
                .isEqualTo(first);
        load();
    }

    /// What is shipped, and these.
    private void load(String... tests) {
        var definitions = new ArrayList<>(CatalogueFile.definitions(CatalogueFile.shipped()));
        for (var test : tests) {
            definitions.add(FhirJson.parse(test.getBytes(StandardCharsets.UTF_8), ActivityDefinition.class));
        }
        catalogue.load(definitions).await().atMost(Duration.ofSeconds(20));
    }

    @Test
    void shouldTakeAnOrderOverHl7WithAnUnknownCodeAndWarnWhoseCodesAreMapped() throws IOException {
        // Given
        var id = fresh();
        put("loader", id, test(id, id, localCode("RX976", id)));

        // When
        var known = send("RX976", id);
        var unknown = send("RX976", "X" + id);
        var unmapped = send("RX975", "Y" + id);

        // Then
        assertThat(known).contains("MSA|AA").doesNotContain("ERR|");
        assertThat(unknown).contains("MSA|AA", "ERR|", "103", "no test of the region's catalogue");
        assertThat(unmapped).contains("MSA|AA").doesNotContain("ERR|");
        assertThat(as("loader").get("/orders/unknown-codes").jsonPath().getList("code"))
                .contains("X" + id, "Y" + id)
                .doesNotContain(id);
    }

    /// An order with a code of the sender's own, as Sender names its system.
    private String send(String sender, String code) throws IOException {
        var message = """
                MSH|^~\\&|EPR|%s|LIMS|RX902|20261121090000||OML^O21^OML_O21|%s|P|2.5.1
                PID|1||%s^^^NHS^NH||TEST^PATIENT||19800101|F
                ORC|NW|%s
                OBR|1|%s||%s^A test^L""".formatted(sender, UUID.randomUUID(), RegionFixture.NHS_NUMBER, code, code, code);
        try (var client = MllpClient.connect("localhost", mllp.number(), Duration.ofSeconds(20))) {
            return client.send(message.strip().replace("\n", "\r").getBytes(StandardCharsets.UTF_8))
                    .message()
                    .text();
        }
    }

    @Test
    void shouldKeepACodeThatNobodyKnowsUntilItIsMapped() {
        // Given
        var code = fresh();
        RegionFixture.place(order(code, ""));

        // When
        var own = as("gp").get("/orders/unknown-codes");
        var strangers = as("stranger").get("/orders/unknown-codes");
        var region = as("loader").get("/orders/unknown-codes");
        put("loader", code, test(code, code, ""));
        var after = as("gp").get("/orders/unknown-codes");

        // Then
        assertThat(own.jsonPath().getList("findAll { it.code == '" + code + "' }.organisation"))
                .containsExactly("Y90001");
        assertThat(strangers.statusCode()).isEqualTo(200);
        assertThat(strangers.asString()).doesNotContain(code);
        assertThat(region.asString()).contains(code);
        assertThat(after.asString()).doesNotContain(code);
    }

    @Test
    void shouldNoteNoCodeOfARequestThatIsRefused() {
        // Given
        var code = fresh();
        // Nothing was decided about this patient and remembered yet.
        identity.patients().add(code, "9990000026", "1970-01-01");
        identity.access().refuse("Y90001", code);

        // When
        var refused = sending("gp", order(code, "").replace(RegionFixture.NHS_NUMBER, "9990000026"))
                .post("/fhir/R4/ServiceRequest");

        // Then
        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(403);
        assertThat(as("loader").get("/orders/unknown-codes").asString()).doesNotContain(code);
    }

    @Test
    void shouldShowWhatIsUnknownHoweverManyWereMappedSince() {
        // Given
        var rows = new Rows(database);
        var code = fresh();
        RegionFixture.place(order(code, ""));
        rows.execute("""
                insert into unknown_code (organisation, system, code, first_seen)
                select 'MAPPED' || i, 'http://snomed.info/sct', '26604007', now() + interval '1 hour'
                from generate_series(1, 500) i""");

        // When
        var region = as("loader").get("/orders/unknown-codes");
        rows.execute("delete from unknown_code where organisation like 'MAPPED%'");

        // Then
        assertThat(region.asString()).contains(code).doesNotContain("MAPPED1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            "kind":"ServiceRequest";"kind":"Task";422
            "code":"LAB";"code":"X";422
            {"url":"urn:x","valueString":"y"};{"url":"urn:meridian:extension:catalogue-performer","extension":[{"url":"organization","valueString":"x"}]};422
            {"url":"urn:x","valueString":"y"};{"url":"urn:meridian:extension:catalogue-performer","extension":[{"url":"organization","valueReference":{"reference":"Organization/RX902"}},{"url":"priority","valueInteger":0}]};422
            {"url":"urn:x","valueString":"y"};{"url":"urn:meridian:extension:catalogue-performer","extension":[{"url":"organization","valueReference":{"reference":"Organization/RX902"}},{"url":"priority","valueInteger":1},{"url":"priority","valueInteger":2}]};422
            {"url":"urn:x","valueString":"y"};{"url":"urn:meridian:extension:catalogue-local-code","extension":[{"url":"code","valueString":"x"}]};422
            "system":"urn:example:tests",;;422
            "status":"active";"status":"alive";400
            """)
    void shouldRefuseATestThatCannotBeUsed(String from, String to, int status) {
        // Given
        var id = fresh();

        // When
        var answer = put("loader", id, test(id, id, "").replace(from, to == null ? "" : to));

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.asString()).contains("OperationOutcome");
        assertThat(as("gp").get(PATH + "/" + id).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "?_content=, 400",
        "?_content=a&_content=b, 400",
        "?_content=blood&status=draft, 400",
        "?_content=blood&_count=x, 400",
        "?description=x, 400",
        "/$by-local-code?organisation=RX901, 400",
        "/nothing, 404",
        "/nothing/_history/x, 404",
    })
    void shouldRefuseWhatItCannotAnswer(String question, int status) {
        assertThat(as("gp").urlEncodingEnabled(false).get(PATH + question).statusCode())
                .isEqualTo(status);
    }
}
