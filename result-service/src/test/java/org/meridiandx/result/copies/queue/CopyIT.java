package org.meridiandx.result.copies.queue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Copies of reports over a real socket: to whom, when, and to whom not.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class CopyIT {
    private static final String STATE = "select string_agg(state, ',' order by seq) from report_copy";
    private final Recipient recipient = Recipient.start();
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    PostgresDatabase database;

    @Inject
    MllpPort mllp;

    private Rows rows;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.access().denyByDefault();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
        rows = new Rows(database);
        Recipient.forget(rows);
        recipient.register(database, "RX904", false);
    }

    @AfterEach
    void close() {
        Recipient.forget(rows);
        recipient.close();
    }

    private void order(String number, boolean isTold, String... copies) {
        var ref = OrderRef.newBuilder()
                .setOrderId("order-" + number)
                .setPlacerNumber("PL" + number)
                .setRequester("Y90001")
                .setPerformer("RX902")
                .setCopiesTold(isTold);
        for (var copy : copies) {
            ref.addCopyTo(copy);
        }
        identity.orders().add(ref.build(), Samples.PATIENT_ID, "active");
    }

    private void send(String controlId, String number, String status, String haemoglobin) throws IOException {
        var reply = Region.send(mllp.number(), Samples.fullBloodCount(controlId, number, status, haemoglobin));
        assertThat(reply.code()).as(reply.reason()).isEqualTo("AA");
    }

    /// A report without an order, which names the recipient itself.
    private static byte[] ofPotassium(String number, String nhsNumber) {
        return Samples.message(
                number + "A",
                nhsNumber,
                "OBR|1||" + number
                        + "^RX902|K^K^L|||20261120093000|||||||||||||||20261121080000||HM|F|||RX904^^^^^^^^ODS",
                "OBX|1|NM|K^K^L||5.0|mmol/L|||||F");
    }

    private String awaitState(String expected) throws InterruptedException {
        return rows.await(expected, STATE);
    }

    @Test
    void shouldSendAReportToWhomItsOrderNames() throws Exception {
        // Given
        order("CP100", true, "RX904");

        // When
        send("CP100A", "CP100", "F", "118");

        // Then
        var copy = recipient.await(1).getFirst();
        assertThat(Recipient.value(copy, "MSH", 6)).isEqualTo("RX904");
        assertThat(Recipient.value(copy, "PID", 3)).isEqualTo(Samples.NHS_NUMBER);
        assertThat(Recipient.value(copy, "OBR", 3)).isEqualTo("CP100");
        assertThat(Recipient.value(copy, "OBR", 25)).isEqualTo("F");
        assertThat(Recipient.value(copy, "OBX", 5)).isEqualTo("118");
        assertThat(awaitState("sent")).isEqualTo("sent");
        var report = rows.text("select report_id from report_copy");
        var traces =
                kafka.await(topics.audit(), 1, Duration.ofSeconds(10), record -> isTraceOf(report, record.value()));
        assertThat(traces).hasSize(1);
    }

    private static boolean isTraceOf(String report, byte[] event) {
        try {
            var audit = Event.parseFrom(event).getAudit();
            return audit.getInteraction().equals("report-copy")
                    && audit.getOutcome().equals("ok")
                    && audit.getOutcomeReason().equals("copy-to")
                    && audit.getOrganisation().equals("RX904")
                    && audit.getResourceIdsList().contains(report);
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void shouldSendALaterVersionAsACorrectionOnceEach() throws Exception {
        // Given
        order("CP200", true, "RX904");
        send("CP200A", "CP200", "F", "118");
        recipient.await(1);
        awaitState("sent");

        // When
        send("CP200B", "CP200", "C", "128");
        send("CP200B", "CP200", "C", "128");

        // Then
        var copies = recipient.await(2);
        assertThat(awaitState("sent,sent")).isEqualTo("sent,sent");
        assertThat(recipient.received()).hasSize(2);
        assertThat(Recipient.value(copies.get(1), "OBR", 25)).isEqualTo("C");
        assertThat(Recipient.value(copies.get(1), "OBR", 3)).isEqualTo("CP200");
        assertThat(Recipient.value(copies.get(1), "OBX", 5)).isEqualTo("128");
        assertThat(Recipient.value(copies.get(1), "MSH", 10)).isNotEqualTo(Recipient.value(copies.get(0), "MSH", 10));
    }

    @Test
    void shouldTryAgainWithTheSameControlIdUntilItIsTaken() throws Exception {
        // Given
        order("CP300", true, "RX904");
        recipient.answering(message -> Acknowledgement.tryLater());

        // When
        send("CP300A", "CP300", "F", "118");
        recipient.await(2);
        recipient.answering(message -> new Acknowledgement.Accepted(List.of()));

        // Then
        assertThat(awaitState("sent")).isEqualTo("sent");
        assertThat(recipient.received().stream()
                        .map(message -> new String(message.raw(), StandardCharsets.UTF_8))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void shouldKeepTheOrderOfAPatientAndLetOthersGoOn() throws Exception {
        // Given
        identity.patients().add("patient-copy-2", "9990000514", "1970-01-01");
        order("CP310", true, "RX904");
        order("CP311", true, "RX904");
        recipient.answering(message -> Recipient.value(message, "OBR", 3).equals("CP310")
                ? Acknowledgement.tryLater()
                : new Acknowledgement.Accepted(List.of()));
        send("CP310A", "CP310", "F", "118");
        recipient.await(1);
        send("CP311A", "CP311", "F", "119");
        assertThat(awaitState("waiting,waiting")).isEqualTo("waiting,waiting");

        // When
        var other = ofPotassium("CP312", "9990000514");
        assertThat(Region.send(mllp.number(), other).code()).isEqualTo("AA");

        // Then
        assertThat(awaitState("waiting,waiting,sent")).isEqualTo("waiting,waiting,sent");
        assertThat(recipient.received())
                .noneMatch(message -> Recipient.value(message, "OBR", 3).equals("CP311"));
        recipient.answering(message -> new Acknowledgement.Accepted(List.of()));
        assertThat(awaitState("sent,sent,sent")).isEqualTo("sent,sent,sent");
    }

    @Test
    void shouldSendNoCopyToWhomNobodyNames() throws Exception {
        // Given
        order("CP400", true);
        order("CP401", true, "RX904");

        // When
        send("CP400A", "CP400", "F", "118");
        send("CP401A", "CP401", "F", "118");

        // Then
        assertThat(recipient.await(1)).hasSize(1);
        assertThat(awaitState("sent")).isEqualTo("sent");
        assertThat(Recipient.value(recipient.received().getFirst(), "OBR", 3)).isEqualTo("CP401");
    }

    @Test
    void shouldSendTheReportOfWhoAskedForItWhereTheyTakeTheirOwn() throws Exception {
        // Given
        recipient.register(database, "Y90001", true);
        order("CP500", true);

        // When
        send("CP500A", "CP500", "F", "118");

        // Then
        assertThat(Recipient.value(recipient.await(1).getFirst(), "MSH", 6)).isEqualTo("Y90001");
    }

    @Test
    void shouldSendToWhomTheLaboratoryNames() throws Exception {
        // Given
        var text = new String(Samples.fullBloodCount("CP600A", "CP600", "F", "118"), StandardCharsets.UTF_8)
                .replaceFirst("\rOBX\\|1\\|", "\rPRT||UC||RCT^Results copies to||||Larkfield^^^^^^^^^RX904\rOBX|1|");

        // When
        var reply = Region.send(mllp.number(), text.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(reply.code()).isEqualTo("AA");
        assertThat(Recipient.value(recipient.await(1).getFirst(), "OBR", 3)).isEqualTo("CP600");
    }

    @Test
    void shouldWithholdWhatCouldBeShownInPartOnly() throws Exception {
        // Given
        identity.patients().add("patient-in-part", "9990000034", "1970-01-01");
        identity.access().mask("RX904", "patient-in-part");

        // When
        var reply = Region.send(mllp.number(), ofPotassium("CP700", "9990000034"));

        // Then
        assertThat(reply.code()).isEqualTo("AA");
        assertThat(awaitState("withheld")).isEqualTo("withheld");
        assertThat(rows.text("select cause from report_copy")).isEqualTo("masked");
        assertThat(recipient.received()).isEmpty();
    }

    @Test
    void shouldWithholdWhatTheRecipientMayNotKnowAndSendItWhenTheyMay() throws Exception {
        // Given
        order("CP705", true, "RX904");
        identity.access().unregister("copies-RX904", true);
        send("CP705A", "CP705", "F", "118");
        assertThat(awaitState("withheld")).isEqualTo("withheld");
        assertThat(rows.text("select cause from report_copy")).isEqualTo("unknown-client");
        assertThat(recipient.received()).isEmpty();

        // When
        identity.access().unregister("copies-RX904", false);
        var replay = given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + Tokens.persona("lab"))
                .post("/results/copies/" + rows.text("select seq from report_copy") + "/$replay");

        // Then
        assertThat(replay.statusCode()).as(replay.asString()).isEqualTo(202);
        assertThat(awaitState("sent")).isEqualTo("sent");
        assertThat(recipient.received()).hasSize(1);
    }

    @Test
    void shouldWithholdWhatIsSealed() throws Exception {
        // Given
        order("CP710", true, "RX904");
        identity.access().sealLabelled();
        identity.access().unavailable(true);
        send("CP710A", "CP710", "F", "118");
        rows.await("waiting", STATE);
        rows.execute("""
            update observation set content = convert_to(replace(convert_from(content, 'UTF8'), '"meta":{',
                '"meta":{"security":[{"code":"V"}],'), 'UTF8')
            where report_id = (select report_id from report_copy)\
            """);

        // When
        identity.access().unavailable(false);

        // Then
        assertThat(awaitState("withheld")).isEqualTo("withheld");
        assertThat(rows.text("select cause from report_copy")).isEqualTo("sealed");
        assertThat(recipient.received()).isEmpty();
    }

    @Test
    void shouldWaitWhileNobodyCanSayWhoIsToHaveCopies() throws Exception {
        // Given
        order("CP800", true, "RX904");
        send("CP800A", "CP800", "P", "118");
        recipient.await(1);
        identity.orders().reset();
        order("CP800", false);

        // When
        send("CP800B", "CP800", "F", "119");

        // Then
        assertThat(rows.await("1", "select count(*) from copy_due where due_at > now()"))
                .isEqualTo("1");
        identity.orders().reset();
        order("CP800", true);
        rows.execute("update copy_due set due_at = now()");
        // No longer named, but it has the preliminary report.
        assertThat(Recipient.value(recipient.await(2).get(1), "OBX", 5)).isEqualTo("119");
    }

    @Test
    void shouldKeepWhatIsRefusedForPeopleAndSendTheNextVersion() throws Exception {
        // Given
        order("CP900", true, "RX904");
        recipient.answering(message -> Acknowledgement.error(
                AckProblem.error(AckProblem.Location.of("PID", 3), Hl7Error.UNKNOWN_KEY, "Unknown.")));
        send("CP900A", "CP900", "F", "118");
        assertThat(awaitState("dead")).isEqualTo("dead");

        // When
        recipient.answering(message -> new Acknowledgement.Accepted(List.of()));
        send("CP900B", "CP900", "C", "128");

        // Then
        assertThat(awaitState("overtaken,sent")).isEqualTo("overtaken,sent");
        assertThat(Recipient.value(recipient.received().getLast(), "OBX", 5)).isEqualTo("128");
    }
}
