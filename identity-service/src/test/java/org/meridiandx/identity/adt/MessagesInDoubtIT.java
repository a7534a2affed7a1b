package org.meridiandx.identity.adt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;

/// What the feed left in doubt is listed, shown beside the records and settled.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class MessagesInDoubtIT {
    private static final String LIST = "/fhir/R4/Patient/$messages-in-doubt";
    PostgresDatabase database;

    @Test
    void shouldShowWhatTheMessageSaysBesideTheRecord() throws Exception {
        // Given
        var number = freshNhsNumber();
        var id = register(number, "Sable");
        doubt(number, "Sorrel");

        // When
        var entry = entriesOf("patient=" + id).getFirst();
        var view = as("registrar").get(LIST + "/" + entry);

        // Then
        assertThat(view.statusCode()).as(view.asString()).isEqualTo(200);
        var json = view.jsonPath();
        assertThat(json.getString("parameter[0].part.find { it.name == 'kind' }.valueString"))
                .isEqualTo("birth-date-differs");
        assertThat(json.getString("parameter.find { it.name == 'said' }.resource.name[0].family"))
                .isEqualTo("Sorrel");
        assertThat(json.getString("parameter.find { it.name == 'patient' }.resource.id"))
                .isEqualTo(id);
        assertThat(view.asString()).contains("1 High Street");
    }

    @Test
    void shouldNotTellWhereARestrictedPatientIs() throws Exception {
        // Given
        var number = freshNhsNumber();
        var id = register(number, "Teal");
        doubt(number, "Teal");
        restrict(id, number);

        // When
        var view = as("registrar").get(LIST + "/" + entriesOf("patient=" + id).getFirst());

        // Then
        assertThat(view.statusCode()).isEqualTo(200);
        assertThat(view.asString())
                .contains("Teal")
                .doesNotContain("High Street")
                .doesNotContain("LS1");
    }

    @Test
    void shouldRememberHowAPersonSettledItAndByWhom() throws Exception {
        // Given
        var number = freshNhsNumber();
        var id = register(number, "Umber");
        doubt(number, "Umber");
        var entry = entriesOf("patient=" + id).getFirst();

        // When
        var nothing = resolve("registrar", entry, "dismissed", "");
        var other = resolve("registrar", entry, "perhaps", "it is");
        var clinician = resolve("hospital-doctor", entry, "dismissed", "mine");
        var settled = resolve("registrar", entry, "dismissed", "The sender mistyped the date");
        var again = resolve("registrar", entry, "done", "Once more");

        // Then
        assertThat(nothing.statusCode()).isEqualTo(400);
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(clinician.statusCode()).isEqualTo(403);
        assertThat(settled.statusCode()).as(settled.asString()).isEqualTo(200);
        assertThat(settled.jsonPath().getString("parameter[0].valueString")).isEqualTo("dismissed");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(entriesOf("patient=" + id)).isEmpty();
        assertThat(entriesOf("status=dismissed&patient=" + id)).containsExactly(entry);
        assertThat(text("select settled_by || ': ' || note from work_item where id = '" + entry + "'"))
                .isEqualTo("Practitioner/registrar-1: The sender mistyped the date");
        assertThat(audited(id)).contains("messages-in-doubt");
    }

    @Test
    void shouldListEveryEntryPageByPageOldestFirst() throws Exception {
        // Given
        var number = freshNhsNumber();
        var id = register(number, "Violet");
        for (var i = 0; i < 5; i++) {
            doubt(number, "Violet");
        }

        // When
        var all = entriesOf("_count=2&kind=birth-date-differs&patient=Patient/" + id);

        // Then
        assertThat(all).hasSize(5).doesNotHaveDuplicates();
        assertThat(entriesOf("kind=merge-unregistered&patient=" + id)).isEmpty();
        assertThat(text("select string_agg(id::text, ' ' order by created_at, id) from work_item where '" + id
                        + "' = any(patient_ids)"))
                .isEqualTo(String.join(" ", all));
    }

    @Test
    void shouldRefuseOthersAndWhatIsNotThere() {
        // When
        var refused = Stream.of("hospital-doctor", "lab", "auditor", "patient", "developer")
                .map(persona -> as(persona).get(LIST))
                .toList();
        var absent = as("registrar").get(LIST + "/" + UUID.randomUUID());
        var cursor = as("registrar").get(LIST + "?_cursor=x_y");
        var status = as("registrar").get(LIST + "?status=none");
        var misspelt = as("registrar").get(LIST + "?patinet=1");
        var below = as("registrar").get(LIST + "/" + UUID.randomUUID() + "?status=open");

        // Then
        assertThat(refused).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(403));
        assertThat(absent.statusCode()).isEqualTo(404);
        assertThat(cursor.statusCode()).isEqualTo(400);
        assertThat(status.statusCode()).isEqualTo(400);
        assertThat(misspelt.statusCode()).isEqualTo(400);
        assertThat(misspelt.asString()).contains("patinet", "_count, _cursor, kind, patient, status");
        assertThat(below.statusCode()).isEqualTo(400);
    }

    @Test
    void shouldWorkTheMessageForThePatientWhomAPersonChose() throws Exception {
        // Given
        var number = freshNhsNumber();
        var id = register(number, "Amber");
        doubt(number, "Amber-Jones");
        var entry = entriesOf("patient=" + id).getFirst();

        // When
        var nobody = apply(entry, "");
        var absent = apply(entry, "Patient/" + UUID.randomUUID());
        var other = apply(entry, "Patient/" + register(freshNhsNumber(), "Azure"));
        var applied = apply(entry, "Patient/" + id);
        var again = apply(entry, "Patient/" + id);

        // Then
        assertThat(nobody.statusCode()).isEqualTo(400);
        assertThat(absent.statusCode()).isEqualTo(422);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(applied.statusCode()).as(applied.asString()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(409);
        var patient = patient(id);
        assertThat(patient.getString("birthDate")).isEqualTo("1999-12-31");
        assertThat(patient.getString("name[0].family")).isEqualTo("Amber-Jones");
        assertThat(patient.getString("meta.versionId")).isEqualTo("2");
        assertThat(entriesOf("patient=" + id)).isEmpty();
        assertThat(entriesOf("status=applied&patient=" + id)).containsExactly(entry);
        assertThat(audited(id)).contains("messages-in-doubt");
    }

    @Test
    void shouldBringNobodyElsesNumberIntoTheRecord() throws Exception {
        // Given
        var record = "MRN" + UUID.randomUUID().toString().substring(0, 8);
        var number = freshNhsNumber();
        send(adt(record + "^^^RX901^MR", "Beige", "19700101"));
        var id = register(number, "Beryl");
        send(adt(record + "^^^RX901^MR~" + number + "^^^NHS^NH", "Beige", "19700101"));
        var entry = entriesOf("kind=identifiers-disagree&patient=" + id).getFirst();
        var mine = text("select patient_ids[1 + (patient_ids[1] = '" + id + "')::int] from work_item where id = '"
                + entry + "'");

        // When
        var applied = apply(entry, "Patient/" + mine);

        // Then
        assertThat(applied.statusCode()).as(applied.asString()).isEqualTo(200);
        assertThat(patient(mine).<String>getList("identifier.value")).containsExactly(record);
        assertThat(patient(id).<String>getList("identifier.value")).containsExactly(number);
    }

    @Test
    void shouldNotTakeBackWhatTheSenderToldSince() throws Exception {
        // Given
        var number = freshNhsNumber();
        var id = register(number, "Cerise");
        doubt(number, "Old");
        var entry = entriesOf("patient=" + id).getFirst();
        send(adt(number, "New", "19700101"));

        // When
        var applied = apply(entry, "Patient/" + id);

        // Then
        assertThat(applied.statusCode()).isEqualTo(409);
        assertThat(patient(id).getString("name[0].family")).isEqualTo("New");
        assertThat(entriesOf("patient=" + id)).containsExactly(entry);
    }

    @Test
    void shouldWorkOlderMessagesFirst() throws Exception {
        // Given
        var number = freshNhsNumber();
        var id = register(number, "Denim");
        doubt(number, "First");
        doubt(number, "Second");
        var entries = entriesOf("patient=" + id);

        // When
        var early = apply(entries.getLast(), "Patient/" + id);
        var inTurn = entries.stream()
                .map(entry -> apply(entry, "Patient/" + id).statusCode())
                .toList();

        // Then
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(inTurn).containsExactly(200, 200);
        assertThat(patient(id).getString("name[0].family")).isEqualTo("Second");
    }

    @Test
    void shouldChangeNothingWhereTheSettlementCannotBeKept() throws Exception {
        // Given
        var number = freshNhsNumber();
        var id = register(number, "Ebony");
        doubt(number, "Other");
        var entry = entriesOf("patient=" + id).getFirst();
        execute("""
                create function refuse() returns trigger language plpgsql as
                $$ begin if new.id = '%s' then raise 'broken'; end if; return new; end $$""".formatted(entry));
        execute("create trigger refuse before update on work_item for each row execute function refuse()");

        // When
        var applied = apply(entry, "Patient/" + id);
        execute("drop function refuse() cascade");

        // Then
        assertThat(applied.statusCode()).isEqualTo(500);
        assertThat(patient(id).getString("name[0].family")).isEqualTo("Ebony");
        assertThat(entriesOf("patient=" + id)).containsExactly(entry);
        assertThat(apply(entry, "Patient/" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldLeaveMergesToThoseWhoCarryThemOut() throws Exception {
        // Given
        var number = freshNhsNumber();
        var id = register(number, "Fawn");
        send(adt(number, "Fawn", "19700101").replace("A31", "A40") + "MRG|" + freshNhsNumber() + "^^^NHS^NH\r");
        var entry = entriesOf("patient=" + id).getFirst();

        // When
        var applied = apply(entry, "Patient/" + id);

        // Then
        assertThat(applied.statusCode()).isEqualTo(409);
        assertThat(applied.asString()).contains("two records");
        assertThat(entriesOf("patient=" + id)).containsExactly(entry);
    }

    private static Response apply(String entry, String patient) {
        var chosen = patient.isEmpty()
                ? ""
                : ",{\"name\":\"patient\",\"valueReference\":{\"reference\":\"" + patient + "\"}}";
        return as("registrar")
                .contentType("application/fhir+json")
                .body(
                        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resolution\",\"valueString\":\"applied\"},"
                                + "{\"name\":\"note\",\"valueString\":\"looked at\"}" + chosen + "]}")
                .post(LIST + "/" + entry + "/$resolve");
    }

    private static JsonPath patient(String id) {
        return as("hospital-doctor").get("/fhir/R4/Patient/" + id).jsonPath();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> entriesOf(String query) {
        var all = new ArrayList<String>();
        var next = LIST + "?" + query;
        while (next != null) {
            var page = as("registrar").urlEncodingEnabled(false).get(next);
            assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
            var json = page.jsonPath();
            List<String> ids = json.getList(
                    "parameter.findAll { it.name == 'message-in-doubt' }.collect { it.part[0].valueString }");
            if (ids != null) {
                all.addAll(ids);
            }
            String link = json.getString("parameter.find { it.name == 'next' }?.valueUrl");
            next = link == null ? null : link.replaceFirst("^https?://[^/]+", "");
        }
        return all;
    }

    private static Response resolve(String persona, String entry, String resolution, String note) {
        return as(persona)
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Parameters","parameter":[{"name":"resolution","valueString":"%s"}%s]}""".formatted(
                        resolution, note.isEmpty() ? "" : ",{\"name\":\"note\",\"valueString\":\"" + note + "\"}"))
                .post(LIST + "/" + entry + "/$resolve");
    }

    private static String register(String number, String family) throws Exception {
        send(adt(number, family, "19700101"));
        return as("hospital-doctor")
                .get("/fhir/R4/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|" + number)
                .jsonPath()
                .getString("entry[0].resource.id");
    }

    private static void doubt(String number, String family) throws Exception {
        send(adt(number, family, "19991231"));
    }

    private static void restrict(String id, String number) {
        var read = as("hospital-doctor").get("/fhir/R4/Patient/" + id);
        var restricted = """
                {"resourceType":"Patient","id":"%s","meta":{"security":[{
                   "system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]},
                 "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}],
                 "name":[{"use":"official","family":"Teal"}],"birthDate":"1970-01-01"}""".formatted(id, number);
        as("hospital-doctor")
                .header("If-Match", read.header("ETag"))
                .contentType("application/fhir+json")
                .body(restricted)
                .put("/fhir/R4/Patient/" + id)
                .then()
                .statusCode(200);
    }

    private static void send(String message) throws Exception {
        var port = ConfigProvider.getConfig().getValue("meridian.mllp.port", Integer.class);
        try (var client = MllpClient.connect("localhost", port, Duration.ofSeconds(20))) {
            assertThat(client.send(message.getBytes(StandardCharsets.UTF_8)).code())
                    .isEqualTo("AA");
        }
    }

    private static String adt(String number, String family, String birthDate) {
        return "MSH|^~\\&|PAS|RX901|MERIDIAN|NORTH|20261121120000||ADT^A31|" + UUID.randomUUID()
                + "|P|2.5.1\rEVN|A31|20261121120000\rPID|1||" + (number.contains("^") ? number : number + "^^^NHS^NH")
                + "||" + family + "^Jo||" + birthDate
                + "|F|||1 High Street^^Leeds^^LS1 1AA\r";
    }

    private String audited(String patientId) throws Exception {
        var found = "";
        for (var i = 0; i < 60 && !found.contains("messages-in-doubt"); i++) {
            Thread.sleep(250);
            found = as("auditor")
                    .get("/fhir/R4/AuditEvent?_count=200&patient=" + patientId)
                    .asString();
        }
        return found;
    }

    private String text(String sql) throws SQLException {
        try (var connection = database.connect();
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
