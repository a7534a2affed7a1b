package org.meridiandx.identity.adt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;
import org.meridiandx.testkit.shared.SharedData;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class AdtListenerIT {
    PostgresDatabase database;
    KafkaProbe kafka;
    Topics topics;

    @Test
    void shouldRegisterAPatientAndMakeTheRelationship() throws Exception {
        // Given
        var number = freshNhsNumber();

        // When
        var reply = send(adt("A28", "RX901", number, "M" + number, "Appleby^Robin^J", "19610304", "F"));

        // Then
        assertThat(reply.code()).isEqualTo("AA");
        var found = byNumber("hospital-doctor", number);
        assertThat(found.getInt("total")).isEqualTo(1);
        assertThat(found.getString("entry[0].resource.name[0].family")).isEqualTo("Appleby");
        assertThat(found.getString("entry[0].resource.birthDate")).isEqualTo("1961-03-04");
        assertThat(found.getString("entry[0].resource.gender")).isEqualTo("female");
        assertThat(byNumber("stranger", number).getInt("total")).isZero();
        var id = found.getString("entry[0].resource.id");
        var events = kafka.await(topics.identity(), 1, Duration.ofSeconds(10), record -> id.equals(record.key()));
        assertThat(Event.parseFrom(events.getFirst().value())
                        .getPatientChanged()
                        .getOrganisation())
                .isEqualTo("RX901");
    }

    @Test
    void shouldHaveOneEffectForTheSameBytes() throws Exception {
        // Given
        var number = freshNhsNumber();
        var message = adt("A28", "RX901", number, "M" + number, "Brook^Kim", "19700101", "M");
        send(message);

        // When
        var again = send(message);

        // Then
        assertThat(again.code()).isEqualTo("AA");
        assertThat(count("select count(*) from patient where nhs_number = '" + number + "'"))
                .isEqualTo(1);
        assertThat(byNumber("hospital-doctor", number).getString("entry[0].resource.meta.versionId"))
                .isEqualTo("1");
    }

    @Test
    void shouldUpdateWhatTheMessageSaysAndKeepTheRest() throws Exception {
        // Given
        var number = freshNhsNumber();
        send(adt("A28", "RX901", number, "M" + number, "Cole^Pat", "19700101", "M"));

        // When
        var reply = send(adt("A08", "RX901", number, "M" + number, "Cole-Hart^Pat", "19700101", ""));

        // Then
        assertThat(reply.code()).isEqualTo("AA");
        var found = byNumber("hospital-doctor", number);
        assertThat(found.getString("entry[0].resource.name[0].family")).isEqualTo("Cole-Hart");
        assertThat(found.getString("entry[0].resource.gender")).isEqualTo("male");
        assertThat(found.getString("entry[0].resource.meta.versionId")).isEqualTo("2");
    }

    @Test
    void shouldCreateByRecordNumberWithoutNhsNumberAndAdoptItLater() throws Exception {
        // Given
        var number = freshNhsNumber();
        send(adt("A04", "RX901", "", "M" + number, "Dale^Lee", "19800101", "F"));

        // When
        send(adt("A31", "RX901", number, "M" + number, "Dale^Lee", "19800101", "F"));

        // Then
        assertThat(byNumber("hospital-doctor", number).getInt("total")).isEqualTo(1);
        assertThat(count("select count(*) from patient where family = 'DALE' and birth_date = '1980-01-01'"))
                .isEqualTo(1);
    }

    @Test
    void shouldPutAnotherBirthDateOnTheWorkListAndChangeNothing() throws Exception {
        // Given
        var number = freshNhsNumber();
        send(adt("A28", "RX901", number, "M" + number, "Ellis^Jo", "19700101", "M"));

        // When
        var reply = send(adt("A08", "RX902", number, "L" + number, "Other^Jo", "19991231", "M"));

        // Then
        assertThat(reply.code()).isEqualTo("AA");
        assertThat(reply.message().text()).contains("another birth date").doesNotContain("Ellis");
        assertThat(byNumber("hospital-doctor", number).getString("entry[0].resource.birthDate"))
                .isEqualTo("1970-01-01");
        assertThat(count("select count(*) from work_item where kind = 'birth-date-differs' and patient_ids[1] = "
                        + "(select id from patient where nhs_number = '" + number + "')"))
                .isEqualTo(1);
    }

    @Test
    void shouldNeverOverwriteAnNhsNumber() throws Exception {
        // Given
        var number = freshNhsNumber();
        var other = freshNhsNumber();
        send(adt("A28", "RX901", number, "M" + number, "Frost^Jo", "19700101", "M"));

        // When
        var reply = send(adt("A08", "RX901", other, "M" + number, "Frost^Jo", "19700101", "M"));

        // Then
        assertThat(reply.code()).isEqualTo("AA");
        assertThat(byNumber("hospital-doctor", number).getInt("total")).isEqualTo(1);
        assertThat(byNumber("hospital-doctor", other).getInt("total")).isZero();
    }

    @Test
    void shouldKeepAMergeOfAStrangerForAPerson() throws Exception {
        // Given
        var number = freshNhsNumber();
        var merge = adt("A40", "ZZ999", number, "M" + number, "Gale^Jo", "19700101", "M") + "MRG|OLD1^^^ZZ999^MR\r";

        // When
        var reply = send(merge);

        // Then
        assertThat(reply.code()).isEqualTo("AA");
        assertThat(reply.message().text()).contains("A person will look");
        assertThat(count("select count(*) from work_item where kind = 'merge-unregistered'"))
                .isPositive();
    }

    @Test
    void shouldRefuseWhatIsNotForHereAndKeepIt() throws Exception {
        // Given
        var controlId = UUID.randomUUID().toString().substring(0, 20);
        var result = "MSH|^~\\&|APP|RX901|R|R|20260101||ORU^R01|" + controlId + "|P|2.5.1\rPID|1||1\r";

        // When
        var reply = send(result);

        // Then
        assertThat(reply.code()).isEqualTo("AR");
        assertThat(count("select count(*) from received_message where outcome = 'AR' and control_id = '" + controlId
                        + "'"))
                .isEqualTo(1);
    }

    @Test
    void shouldRefuseAMessageWithoutAPatientByItsPlace() throws Exception {
        // Given
        var header = "MSH|^~\\&|APP|RX901|R|R|20260101||ADT^A01|" + UUID.randomUUID() + "|P|2.5.1\r";

        // When
        var noSegment = send(header);
        var noIdentity = send(header + "PID|1||||Hall^Jo\r");

        // Then
        assertThat(noSegment.code()).isEqualTo("AE");
        assertThat(noIdentity.code()).isEqualTo("AE");
        assertThat(noIdentity.message().text()).contains("PID^1^3").doesNotContain("Hall");
    }

    @Test
    void shouldAcceptOtherPeoplesMessages() throws Exception {
        // Given
        var refused = new ArrayList<String>();
        var sent = 0;
        var files = SharedData.files("hl7v2", "ADT_*.hl7");

        // When
        for (var file : files) {
            var text = Files.readString(file, StandardCharsets.ISO_8859_1)
                    .strip()
                    .replace("\r\n", "\r")
                    .replace('\n', '\r');
            var header = text.lines().findFirst().orElse("").split("\\|", -1);
            var isWellFormed = text.startsWith("MSH") && header.length > 9 && !header[9].isBlank();
            if (header.length > 15 && header[14].equals("NE") && header[15].equals("NE")) {
                continue; // the sender wants no answer
            }
            var reply = send(text);
            sent += isWellFormed ? 1 : 0;
            if (isWellFormed && !reply.isAccepted()) {
                refused.add(file.getFileName() + ": " + reply.code() + " " + reply.reason());
            }
        }

        // Then
        assertThat(sent).isGreaterThan(30);
        assertThat(refused).as("refused of " + sent).hasSizeLessThanOrEqualTo(sent / 20);
    }

    private static MllpClient.Reply send(String message) throws Exception {
        var port = ConfigProvider.getConfig().getValue("meridian.mllp.port", Integer.class);
        try (var client = MllpClient.connect("localhost", port, Duration.ofSeconds(20))) {
            return client.send(message.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String adt(
            String trigger, String facility, String number, String mrn, String name, String birthDate, String sex) {
        var nhs = number.isEmpty() ? "" : number + "^^^NHS^NH~";
        return "MSH|^~\\&|PAS|" + facility + "|MERIDIAN|NORTH|20261121120000||ADT^" + trigger + "|" + UUID.randomUUID()
                + "|P|2.5.1\rEVN|" + trigger + "|20261121120000\rPID|1||" + nhs + mrn + "^^^" + facility + "^MR||"
                + name
                + "||" + birthDate + "|" + sex + "|||1 High Street^^Leeds^^LS1 1AA\r";
    }

    private static JsonPath byNumber(String persona, String number) {
        return as(persona)
                .queryParam("identifier", "https://fhir.nhs.uk/Id/nhs-number|" + number)
                .get("/fhir/R4/Patient")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private int count(String sql) throws SQLException {
        try (var connection = database.connect();
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
