package org.meridiandx.identity.adt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class AdtMergeIT {
    KafkaProbe kafka;
    Topics topics;

    @Test
    void shouldMergeOnA40AndPutBackOnA37() throws Exception {
        // Given
        var number = freshNhsNumber();
        send(adt("A28", number, "NEW" + number, "Marsh^Jo", "19700101", "1 High Street"));
        send(adt("A28", "", "OLD" + number, "Marshe^Jo", "19700101", "9 Low Road"));
        var survivor = byMrn("NEW" + number).getString("entry[0].resource.id");
        var merged = byMrn("OLD" + number).getString("entry[0].resource.id");

        // When
        var merge = send(adt("A40", number, "NEW" + number, "Marsh^Jo", "19700101", "1 High Street") + "MRG|OLD"
                + number + "^^^RX901^MR\r");
        var whileMerged = read(survivor);
        var oldOne = read(merged);
        var foundByOldNumber = byMrn("OLD" + number);
        send(adt("A08", "", "OLD" + number, "Marshe^Jo", "19700101", "10 Low Road"));
        var afterChange = read(survivor);
        var parting = send(adt("A37", number, "NEW" + number, "Marsh^Jo", "19700101", "") + "PID|2||OLD" + number
                + "^^^RX901^MR\r");

        // Then
        assertThat(merge.code()).isEqualTo("AA");
        assertThat(merge.message().text()).doesNotContain("ERR|");
        assertThat(whileMerged.getList("identifier.value", String.class)).contains("OLD" + number, "NEW" + number);
        assertThat(whileMerged.getString("link[0].type")).isEqualTo("replaces");
        assertThat(oldOne.getBoolean("active")).isFalse();
        assertThat(oldOne.getString("link[0].type")).isEqualTo("replaced-by");
        assertThat(oldOne.getString("link[0].other.reference")).isEqualTo("Patient/" + survivor);
        assertThat(foundByOldNumber.getList("entry.resource.id", String.class)).containsExactly(survivor);
        assertThat(afterChange.getString("address[0].line[0]")).isEqualTo("10 Low Road");
        assertThat(parting.code()).isEqualTo("AA");
        assertThat(parting.message().text()).doesNotContain("ERR|");
        assertThat(read(survivor).getString("address[0].line[0]")).isEqualTo("1 High Street");
        assertThat(read(survivor).getList("identifier.value", String.class)).doesNotContain("OLD" + number);
        assertThat(read(survivor).getList("link")).isNull();
        assertThat(read(merged).getString("address[0].line[0]")).isEqualTo("10 Low Road");
        assertThat(read(merged).getList("link")).isNull();
        assertThat(read(merged).<Boolean>get("active")).isNull();
        assertThat(byMrn("OLD" + number).getList("entry.resource.id", String.class))
                .containsExactly(merged);
        shouldHaveTold(merged, survivor);
    }

    private void shouldHaveTold(String merged, String survivor) throws Exception {
        for (var key : java.util.List.of(merged, survivor)) {
            var moves = kafka
                    .await(
                            topics.identity(),
                            2,
                            Duration.ofSeconds(20),
                            record -> key.equals(record.key()) && isMove(record.value()))
                    .stream()
                    .map(record -> parse(record.value()))
                    .toList();
            assertThat(moves).allMatch(event -> event.getPatientId().equals(merged));
            assertThat(moves.getFirst().getPatientChanged().getKind()).isEqualTo(PatientChanged.Kind.MERGED);
            var there = moves.getFirst().getPatientChanged().getStandings(0);
            var back = moves.getLast().getPatientChanged().getStandings(0);
            assertThat(there.getPatientId()).isEqualTo(survivor);
            assertThat(back.getPatientId()).isEqualTo(merged);
            assertThat(back.getVersion()).isGreaterThan(there.getVersion());
        }
    }

    @Test
    void shouldMakeAnUnknownPriorRecordSoThatItCanBePartedLater() throws Exception {
        // Given
        var number = freshNhsNumber();

        // When
        var reply = send(adt("A40", number, "N" + number, "Nash^Jo", "19700101", "1 High Street") + "MRG|P" + number
                + "^^^RX901^MR||||||Nash^Joe\r");

        // Then
        assertThat(reply.message().text()).contains("MSA|AA").doesNotContain("ERR|");
        assertThat(byMrn("P" + number).getString("entry[0].resource.identifier[0].value"))
                .isEqualTo(number);
    }

    @Test
    void shouldLeaveAMergeToAPersonWhereTheRecordsDisagree() throws Exception {
        // Given
        var number = freshNhsNumber();
        var other = freshNhsNumber();
        send(adt("A28", number, "N" + number, "Orr^Jo", "19700101", "1 High Street"));
        send(adt("A28", other, "N" + other, "Orr^Jo", "19700101", "1 High Street"));

        // When
        var reply = send(adt("A40", number, "N" + number, "Orr^Jo", "19700101", "1 High Street") + "MRG|N" + other
                + "^^^RX901^MR\r");
        var foreign = send(adt("A40", number, "N" + number, "Orr^Jo", "19700101", "1 High Street") + "MRG|X" + other
                + "^^^RX902^MR\r");

        // Then
        assertThat(reply.message().text()).contains("MSA|AA", "different NHS numbers");
        assertThat(foreign.message().text()).contains("MSA|AA", "own sender only");
        assertThat(byMrn("N" + number).getString("entry[0].resource.id"))
                .isNotEqualTo(byMrn("N" + other).getString("entry[0].resource.id"));
    }

    @Test
    void shouldRenumberOnA47AndLinkOnA24() throws Exception {
        // Given
        var number = freshNhsNumber();
        send(adt("A28", "", "WRONG" + number, "Pike^Jo", "19700101", "1 High Street"));
        var id = byMrn("WRONG" + number).getString("entry[0].resource.id");
        send(adt("A28", "", "TWIN" + number, "Pike^Jo", "19700101", "1 High Street"));
        var twin = byMrn("TWIN" + number).getString("entry[0].resource.id");

        // When
        send(adt("A47", "", "RIGHT" + number, "Pike^Jo", "19700101", "1 High Street") + "MRG|WRONG" + number
                + "^^^RX901^MR\r");
        send(adt("A24", "", "RIGHT" + number, "Pike^Jo", "19700101", "") + "PID|2||TWIN" + number + "^^^RX901^MR\r");

        // Then
        assertThat(byMrn("RIGHT" + number).getString("entry[0].resource.id")).isEqualTo(id);
        assertThat(read(id).getString("link[0].type")).isEqualTo("seealso");
        assertThat(read(twin).getString("link[0].other.reference")).isEqualTo("Patient/" + id);
        assertThat(read(id).getString("identifier.find { it.value == 'WRONG" + number + "' }.use"))
                .isEqualTo("old");
    }

    @Test
    void shouldKeepWhatALessTrustedSourceSaysWithoutBelievingIt() throws Exception {
        // Given
        var number = freshNhsNumber();
        send(adt("A28", number, "N" + number, "Quill^Jo", "19700101", "1 High Street"));
        var id = byMrn("N" + number).getString("entry[0].resource.id");

        // When
        var lab = adt("A08", number, "", "Quill^Jo", "19700101", "7 Elsewhere").replace("PAS|RX901", "LIMS|RX902");
        send(lab);

        // Then
        assertThat(read(id).getString("address[0].line[0]")).isEqualTo("1 High Street");
        var values = as("hospital-doctor").get("/fhir/R4/Patient/" + id + "/$history-of-values");
        assertThat(values.statusCode()).isEqualTo(200);
        assertThat(values.asString()).contains("7 Elsewhere", "1 High Street", "RX902");
    }

    private static boolean isMove(byte[] value) {
        var kind = parse(value).getPatientChanged().getKind();
        return kind == PatientChanged.Kind.MERGED || kind == PatientChanged.Kind.UNMERGED;
    }

    private static Event parse(byte[] value) {
        try {
            return Event.parseFrom(value);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonPath read(String id) {
        return as("hospital-doctor")
                .get("/fhir/R4/Patient/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath byMrn(String mrn) {
        return as("hospital-doctor")
                .queryParam("identifier", "urn:meridian:rx901:mrn|" + mrn)
                .get("/fhir/R4/Patient")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static MllpClient.Reply send(String message) throws Exception {
        var port = ConfigProvider.getConfig().getValue("meridian.mllp.port", Integer.class);
        try (var client = MllpClient.connect("localhost", port, Duration.ofSeconds(20))) {
            return client.send(message.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String adt(String trigger, String number, String mrn, String name, String birthDate, String street) {
        var nhs = number.isEmpty() ? "" : number + "^^^NHS^NH";
        var own = mrn.isEmpty() ? "" : mrn + "^^^RX901^MR";
        var both = nhs.isEmpty() || own.isEmpty() ? nhs + own : nhs + "~" + own;
        var address = street.isEmpty() ? "" : street + "^^Leeds^^LS1 1AA";
        return "MSH|^~\\&|PAS|RX901|MERIDIAN|NORTH|20261121120000||ADT^" + trigger + "|" + UUID.randomUUID()
                + "|P|2.5.1\rEVN|" + trigger + "|20261121120000\rPID|1||" + both + "||" + name + "||" + birthDate
                + "|F|||" + address + "\r";
    }
}
