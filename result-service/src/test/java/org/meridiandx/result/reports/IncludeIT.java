package org.meridiandx.result.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.result.Region;
import org.meridiandx.result.StatementCount;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// Values, what comes along with hits, what is asked of what names them, and how much of them is shown.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class IncludeIT {
    private static final String PATIENT = "patient-include";
    private static final String NHS_NUMBER = "9990000301";
    private static final String OTHER = "patient-include-many";
    private static final String OTHER_NUMBER = "9990000328";
    private static final String SUBJECT =
            "\"subject\":{\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\",\"value\":\"%s\"}}";
    private static final String SEALED = "\"meta\":{\"security\":[{\"system\":"
            + "\"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\",\"code\":\"R\"}]},";
    IdentityStandIn identity;
    PostgresDatabase database;
    private Rows rows;

    @Inject
    Pool pool;

    @BeforeEach
    void fileReports() {
        rows = new Rows(database);
        identity.reset();
        identity.patients().add(PATIENT, NHS_NUMBER, "1970-01-01");
        identity.patients().add(OTHER, OTHER_NUMBER, "1970-01-01");
        file("INC-1", "", line("K", "2.9", "mmol/L", "2026-03-01") + "," + line("GLU", "11.1", "mmol/L", "2026-03-01"));
        file("INC-2", "", line("K", "6100", "umol/L", "2026-03-03") + "," + pressure());
        file("INC-3", SEALED, line("VIR", "1", "{ratio}", "2026-03-02"));
    }

    private static String line(String code, String value, String unit, String day) {
        return "{\"code\":\"%s\",\"value\":%s,\"unit\":\"%s\",\"day\":\"%s\"}".formatted(code, value, unit, day);
    }

    private static String pressure() {
        return "{\"code\":\"BP\",\"day\":\"2026-03-04\",\"component\":[{\"code\":{\"coding\":[{\"code\":\"SYS\"}]},"
                + "\"valueQuantity\":{\"value\":181,\"code\":\"mm[Hg]\",\"system\":\"http://unitsofmeasure.org\"}}]}";
    }

    /// A transaction with a report, its specimen and its lines, of which the first has no date in the form of a period.
    private static void file(String number, String label, String lines) {
        file(NHS_NUMBER, number, label, lines);
    }

    private static void file(String nhsNumber, String number, String label, String lines) {
        var subject = SUBJECT.formatted(nhsNumber);
        var entries = new ArrayList<String>();
        var results = new ArrayList<String>();
        List<java.util.Map<String, Object>> all =
                JsonPath.from("{\"l\":[" + lines + "]}").getList("l");
        for (var i = 0; i < all.size(); i++) {
            var code = all.get(i).get("code");
            var value = all.get(i).containsKey("value")
                    ? "\"valueQuantity\":{\"value\":%s,\"system\":\"http://unitsofmeasure.org\",\"code\":\"%s\"},"
                            .formatted(all.get(i).get("value"), all.get(i).get("unit"))
                    : "\"component\":[{\"code\":{\"coding\":[{\"system\":\"urn:t\",\"code\":\"SYS\"}]},\"valueQuantity\":"
                            + "{\"value\":181,\"code\":\"mm[Hg]\",\"system\":\"http://unitsofmeasure.org\"}}],";
            results.add("{\"reference\":\"urn:uuid:l" + i + "\"}");
            entries.add(entry("l" + i, "Observation", """
                    {"resourceType":"Observation",%s"status":"final","code":{"coding":[{"system":"urn:t","code":"%s"}]},%s
                     "specimen":{"reference":"urn:uuid:s"},"effectiveDateTime":"%s",%s}""".formatted(
                            label, code, value, all.get(i).get("day"), subject)));
        }
        entries.add(entry("s", "Specimen", """
                {"resourceType":"Specimen","status":"available","identifier":[{"system":"urn:s","value":"S-%s"}],
                 "type":{"coding":[{"system":"urn:t","code":"BLD"}]},%s}""".formatted(number, subject)));
        entries.add(entry("r", "DiagnosticReport", """
                {"resourceType":"DiagnosticReport",%s"status":"final","identifier":[{"system":"urn:r","value":"%s"}],
                 "code":{"coding":[{"system":"urn:t","code":"PANEL"}]},"conclusion":"said","issued":"2026-03-0%sT09:00:00Z",
                 "specimen":[{"reference":"urn:uuid:s"}],"result":[%s],%s}""".formatted(
                        label, number, number.substring(4), String.join(",", results), subject)));
        var bundle =
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + String.join(",", entries) + "]}";
        var answer = Region.post("lab", "", bundle.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    }

    private static String entry(String name, String type, String resource) {
        return "{\"fullUrl\":\"urn:uuid:" + name + "\",\"resource\":" + resource
                + ",\"request\":{\"method\":\"POST\",\"url\":\"" + type + "\"}}";
    }

    private static JsonPath search(String query) {
        return Region.found("gp", query + (query.contains("?") ? "&" : "?") + "patient=" + PATIENT);
    }

    private static List<String> entries(JsonPath bundle, String mode) {
        List<String> found = bundle.getList("entry.findAll { it.search.mode == '" + mode
                + "' }.collect { it.resource.resourceType + '/' + it.resource.id }");
        return found == null ? List.of() : found;
    }

    private static List<String> codes(JsonPath bundle) {
        List<String> found = bundle.getList("entry.resource.code.coding[0].code");
        return found == null ? List.of() : bundle.getList("entry.collect { it.resource.code.coding[0].code }");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "value-quantity=gt5; GLU,K",
                "value-quantity=gt5%7Chttp://unitsofmeasure.org%7Cmmol/L; GLU,K",
                "value-quantity=gt5000%7Chttp://unitsofmeasure.org%7Cumol/L; GLU,K",
                "value-quantity=11.1%7C%7Cmmol/L; GLU",
                "value-quantity=11%7C%7Cmmol/L; GLU",
                "value-quantity=gt5%7C%7Cg/L; ''",
                "value-quantity=ap6%7C%7Cmmol/L; K",
                "combo-code-value-quantity=K$lt3%7C%7Cmmol/L; K",
                "combo-code-value-quantity=urn:t%7CK$gt6%7C%7Cmmol/L; K",
                "combo-code-value-quantity=GLU$lt3; ''",
                "combo-code-value-quantity=SYS$gt180%7C%7Cmm[Hg]; BP",
                "combo-code-value-quantity=SYS$gt24%7C%7CkPa; BP",
                "combo-code-value-quantity=BP$gt180; ''",
                "_has:DiagnosticReport:result:identifier=INC-1; GLU,K",
                "_has:DiagnosticReport:result:identifier=INC-1&value-quantity=lt3; K",
                "_has:DiagnosticReport:result:status=preliminary; ''",
            })
    void shouldFindByValueAndByWhatNamesIt(String query, String expected) {
        // When
        var found = codes(search("Observation?" + query.replace("[", "%5B").replace("]", "%5D")));

        // Then
        assertThat(String.join(",", found.stream().sorted().toList())).isEqualTo(expected);
    }

    @Test
    void shouldBringLinesAndSpecimenAlongWithAReport() {
        // Given
        var report = search("DiagnosticReport?identifier=INC-1");

        // When
        var found = search("DiagnosticReport?identifier=INC-1&_include=DiagnosticReport:result"
                + "&_include=DiagnosticReport:specimen:Specimen");
        var back = search("Observation?code=GLU&_revinclude=DiagnosticReport:result&_include=Observation:specimen");
        var specimens = search("Specimen?_revinclude=Observation:specimen&_revinclude=DiagnosticReport:specimen"
                + "&identifier=S-INC-1");

        // Then
        List<String> named = report.getList("entry[0].resource.result.reference");
        assertThat(entries(found, "match")).hasSize(1);
        assertThat(entries(found, "include")).containsAll(named).hasSize(3);
        assertThat(found.getInt("total")).isEqualTo(1);
        assertThat(entries(back, "include"))
                .hasSize(2)
                .contains(entries(report, "match").getFirst());
        assertThat(entries(specimens, "include")).hasSize(3).containsAll(named);
    }

    @Test
    void shouldTellNothingOfASealedResultByItsSpecimen() {
        // Given
        var query = "Specimen?_has:Observation:specimen:code=VIR";
        var known = entries(search(query), "match");

        // When
        identity.reset();
        identity.access().sealLabelled();
        identity.access().relate("Y90099", PATIENT);
        var hidden = Region.found("stranger", query + "&_total=accurate&patient=" + PATIENT);
        var lines = Region.found(
                "stranger", "Specimen?identifier=S-INC-3&_revinclude=Observation:specimen&patient=" + PATIENT);
        var count = Region.found("stranger", "Observation?_summary=count&patient=" + PATIENT);

        // Then
        assertThat(known).hasSize(1);
        assertThat(entries(hidden, "match")).isEmpty();
        assertThat(hidden.getInt("total")).isZero();
        assertThat(entries(lines, "match")).isEqualTo(known);
        assertThat(entries(lines, "include")).isEmpty();
        assertThat(count.getInt("total")).isEqualTo(4);
    }

    @Test
    void shouldRefuseToLookThroughMoreThanManyRowsThatNameAHit() throws Exception {
        // Given
        var one = entries(search("Observation?code=GLU"), "match").getFirst().replaceFirst("^Observation/", "");
        rows.execute(
                "insert into observation select (jsonb_populate_record(o, jsonb_build_object('id', 'broad-' || n))).*"
                        + " from observation o, generate_series(1, 20000) n where o.id = ?",
                one);

        // When
        var answer = Region.get("gp", "Specimen?_has:Observation:specimen:status=final&identifier=S-INC-1");

        // Then
        rows.execute("delete from observation where id like ?", "broad-%");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getString("issue[0].diagnostics")).contains("too broad");
    }

    @ParameterizedTest
    @CsvSource({
        "Observation?_sort=date, 2026-03-01 2026-03-01 2026-03-02 2026-03-03 2026-03-04",
        "Observation?_sort=-date, 2026-03-04 2026-03-03 2026-03-02 2026-03-01 2026-03-01",
        "DiagnosticReport?_sort=-issued, 2026-03-03T09:00:00Z 2026-03-02T09:00:00Z 2026-03-01T09:00:00Z",
        "DiagnosticReport?_sort=issued, 2026-03-01T09:00:00Z 2026-03-02T09:00:00Z 2026-03-03T09:00:00Z",
    })
    void shouldTurnPagesInTheOrderOfDates(String query, String expected) {
        // Given
        var seen = new ArrayList<String>();
        var ids = new HashSet<String>();
        var next = query + "&_count=2&_total=accurate&patient=" + PATIENT;
        var total = 0;

        // When
        while (next != null && seen.size() < 10) {
            var page = Region.found("gp", next);
            List<String> dates = page.getList("entry.collect { it.resource.effectiveDateTime ?: it.resource.issued }");
            seen.addAll(dates);
            ids.addAll(page.getList("entry.resource.id"));
            total = page.getInt("total");
            var url = page.getString("link.find { it.relation == 'next' }?.url");
            next = url == null ? null : url.substring(url.indexOf("/R4/") + 4);
        }

        // Then
        assertThat(String.join(" ", seen)).isEqualTo(expected);
        assertThat(ids).hasSameSizeAs(seen).hasSize(total);
    }

    @Test
    void shouldPutWhatHasNoDateLastOnTheLastPage() {
        // When
        var newest = search("DiagnosticReport?_sort=-date&_count=2");
        var before = search("DiagnosticReport?date=lt2030");

        // Then
        assertThat(newest.getList("entry")).hasSize(2);
        assertThat(newest.getString("link[1].relation")).isEqualTo("next");
        assertThat(before.getInt("total")).isZero();
    }

    @Test
    void shouldShowAsMuchAsIsWanted() {
        // When
        var few = search("DiagnosticReport?identifier=INC-1&_elements=issued&_include=DiagnosticReport:result");
        var summary = Region.get("gp", "DiagnosticReport?identifier=INC-1&_summary=true&patient=" + PATIENT);
        var count = Region.get("gp", "DiagnosticReport?_summary=count&patient=" + PATIENT);

        // Then
        assertThat(few.getString("entry[0].resource.conclusion")).isNull();
        assertThat(few.getString("entry[0].resource.issued")).isEqualTo("2026-03-01T09:00:00Z");
        assertThat(few.getString("entry[0].resource.meta.tag[0].code")).isEqualTo("SUBSETTED");
        assertThat(few.getString("entry[1].resource.valueQuantity.code")).isEqualTo("mmol/L");
        assertThat(summary.asString()).contains("SUBSETTED").doesNotContain("conclusion");
        assertThat(count.jsonPath().getInt("total")).isEqualTo(3);
        assertThat(count.jsonPath().getList("entry")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Observation?_include=Observation:subject",
                "Observation?_include=*",
                "DiagnosticReport?_include:iterate=Observation:specimen",
                "DiagnosticReport?_include=DiagnosticReport:based-on",
                "Observation?_has:Observation:specimen:code=x",
                "Observation?_has:DiagnosticReport:result:_id=x",
                "Observation?value-quantity=high",
                "Observation?combo-code-value-quantity=K",
                "Observation?combo-code-value-quantity=$5",
                "Observation?_sort=value-quantity",
                "Observation?_sort=date,-issued",
                "Observation?_total=some",
                "Observation?_elements=nothing",
                "Observation?_summary=true&_elements=status",
                "Observation?_elements=status&_elements=code"
            })
    void shouldRefuseByNameWhatItDoesNotOffer(String query) {
        // When
        var answer = Region.get("gp", query);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(query).contains(answer.jsonPath().getString("issue[0].expression[0]"));
    }

    @Test
    void shouldAskTheDatabaseAndTheDecisionOnceForAPage() {
        // Given
        var many = IntStream.range(0, 30)
                .mapToObj(i -> line("MANY", String.valueOf(i), "mmol/L", "2026-04-01"))
                .collect(Collectors.joining(","));
        file(OTHER_NUMBER, "INC-9", "", many);
        var statements = new StatementCount();
        QuarkusMock.installMockForType(statements.around(pool), Pool.class);
        var query = "Observation?code=MANY&_include=Observation:specimen&_revinclude=DiagnosticReport:result"
                + "&_has:DiagnosticReport:result:status=final&_total=accurate&patient=" + OTHER + "&_count=";
        identity.reset();

        // When
        Region.found("gp", query + "1");
        var askedOfOne = identity.access().asked().size();
        var page = Region.found("gp", query + "30");

        // Then
        assertThat(page.getList("entry")).hasSize(32);
        assertThat(selects(statements, query + "1")).isEqualTo(7);
        assertThat(selects(statements, query + "30")).isEqualTo(7);
        assertThat(askedOfOne).isBetween(1, 5);
    }

    /// The fewest of several times: what the service does by its clock goes through the same pool.
    private static int selects(StatementCount statements, String query) {
        return IntStream.range(0, 5)
                .map(again -> {
                    statements.take(sql -> true);
                    Region.found("gp", query);
                    return statements.take(sql -> sql.startsWith("select ")).size();
                })
                .min()
                .orElseThrow();
    }
}
