package org.meridiandx.order.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.order.AtOnce;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// Messages that come again, several tests under one number, and values that cannot be meant.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class RepeatedMessageIT {
    @Inject
    MllpPort port;

    IdentityStandIn identity;
    PostgresDatabase database;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private MllpClient.Reply send(String message) throws Exception {
        try (var client = MllpClient.connect("localhost", port.number(), Duration.ofSeconds(20))) {
            return client.send(message.strip().replace("\n", "\r").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String message(String type, String control, String placer, String... tests) {
        var text = new StringBuilder("MSH|^~\\&|EPR|RX901|LIMS|RX902|20261121090000||" + type + "|"
                + UUID.randomUUID() + "|P|2.5.1\nPID|1||" + RegionFixture.NHS_NUMBER
                + "^^^NHS^NH||TEST^PATIENT||19800101|F\nORC|" + control + "|" + placer + "\n");
        for (var test : tests) {
            text.append("OBR||").append(placer).append("||").append(test).append("^Test^L\n");
        }
        return text.toString();
    }

    private static List<String> statuses(String placer) {
        var found = as("hospital-doctor")
                .queryParam("identifier", placer)
                .get("/fhir/R4/ServiceRequest")
                .jsonPath()
                .<String>getList("entry.resource.status");
        return found == null ? List.of() : found;
    }

    private int received(String controlId) {
        return new Rows(database).number("select count(*) from received_message where control_id = ?", controlId);
    }

    @ParameterizedTest
    @CsvSource({"ORM^O01", "OML^O21^OML_O21", "OMG^O19^OMG_O19"})
    void shouldAnswerTheSameBytesAlikeAndHaveOneOrder(String type) throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        var message = message(type, "NW", placer, "FBC");
        var controlId = message.split("\\|")[9];

        // When
        var first = send(message);
        var again = send(message);

        // Then
        assertThat(first.code()).isEqualTo("AA");
        assertThat(again.code()).isEqualTo("AA");
        assertThat(again.controlId()).isEqualTo(controlId);
        assertThat(statuses(placer)).containsExactly("active");
        assertThat(received(controlId)).isOne();
    }

    @ParameterizedTest
    @CsvSource({"RXO|X, 201, AE", "ORC|NW, 200, AR"})
    void shouldRefuseTheSameBytesAlike(String segment, String error, String code) throws Exception {
        // Given
        var type = code.equals("AR") ? "ADT^A01" : "ORM^O01";
        var message = message(type, "NW", UUID.randomUUID().toString(), "FBC") + segment;

        // When
        var first = send(message);
        var again = send(message);

        // Then
        assertThat(first.code()).isEqualTo(code);
        assertThat(first.error()).isEqualTo(error);
        assertThat(afterHeader(again)).isEqualTo(afterHeader(first));
        assertThat(received(message.split("\\|")[9])).isOne();
    }

    @Test
    void shouldRefuseTheSameBytesAlikeWhenTheOrderHasChangedSince() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        send(message("ORM^O01", "NW", placer, "FBC"));
        send(message("ORM^O01", "CA", placer, "FBC"));
        var change = message("ORM^O01", "HD", placer, "FBC");
        var first = send(change);
        var rows = new Rows(database);
        rows.execute("update service_request set status = 'active', version = version + 1 where placer_number = '"
                + placer + "'");

        // When
        var again = send(change);
        var anew = send(change.replaceFirst("\\|P\\|2", "x|P|2"));

        // Then
        assertThat(first.code()).isEqualTo("AE");
        assertThat(afterHeader(again)).isEqualTo(afterHeader(first));
        assertThat(anew.code()).as("another message").isEqualTo("AA");
    }

    private static String afterHeader(MllpClient.Reply reply) {
        var text = reply.message().text();
        return text.substring(text.indexOf("\rMSA"));
    }

    @Test
    void shouldHaveOneOrderWhenTheSameBytesComeOnManyConnectionsAtOnce() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        var message = message("ORM^O01", "NW", placer, "FBC");

        // When
        var codes = AtOnce.run(5, number -> () -> send(message).code());

        // Then
        assertThat(codes).containsOnly("AA");
        assertThat(statuses(placer)).containsExactly("active");
    }

    @Test
    void shouldHaveOneOrderWhenANumberComesInManyMessagesAtOnce() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();

        // When
        var codes = AtOnce.run(
                5, number -> () -> send(message("ORM^O01", "NW", placer, "FBC")).code());

        // Then
        assertThat(codes).containsOnly("AA");
        assertThat(statuses(placer)).containsExactly("active");
    }

    @Test
    void shouldNotRefuseMessagesThatNameTheSameNumbersTheOtherWayRound() throws Exception {
        // Given
        var one = UUID.randomUUID().toString();
        var two = UUID.randomUUID().toString();
        var there = message("ORM^O01", "NW", one, "A") + "ORC|NW|" + two + "\nOBR||" + two + "||B^Test^L\n";
        var back = message("ORM^O01", "NW", two, "B") + "ORC|NW|" + one + "\nOBR||" + one + "||A^Test^L\n";

        // When
        var codes = AtOnce.run(
                6,
                number -> () -> send((number % 2 == 0 ? there : back).replaceFirst("\\|P\\|2", "x" + number + "|P|2"))
                        .code());

        // Then
        assertThat(codes).containsOnly("AA");
        assertThat(statuses(one)).containsExactly("active");
        assertThat(statuses(two)).containsExactly("active");
    }

    @Test
    void shouldCancelEveryTestOfAnOrder() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        send(message("ORM^O01", "NW", placer, "A", "B", "C", "D", "E"));

        // When
        var answer = send(message("ORM^O01", "CA", placer));

        // Then
        assertThat(answer.code()).isEqualTo("AA");
        assertThat(statuses(placer)).hasSize(5).containsOnly("revoked");
    }

    @Test
    void shouldCancelOneTestOfSeveralAndLeaveTheOthers() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        send(message("ORM^O01", "NW", placer, "A", "B", "C"));

        // When
        var answer = send(message("ORM^O01", "CA", placer, "B"));

        // Then
        assertThat(answer.code()).isEqualTo("AA");
        assertThat(statuses(placer)).containsExactlyInAnyOrder("active", "active", "revoked");
    }

    @Test
    void shouldNotMoveAnOrderToAnotherPatient() throws Exception {
        // Given
        identity.patients().add("patient-2", "9990000026", "1980-01-01");
        var placer = UUID.randomUUID().toString();
        send(message("ORM^O01", "NW", placer, "FBC"));

        // When
        var answer = send(message("ORM^O01", "NW", placer, "FBC").replace(RegionFixture.NHS_NUMBER, "9990000026"));

        // Then
        assertThat(answer.code()).isEqualTo("AE");
        assertThat(answer.error()).isEqualTo("205");
        assertThat(statuses(placer)).containsExactly("active");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            ORC-9;ORC|NW|{p}|||||||99991231
            ORC-9;ORC|NW|{p}|||||||00000101
            ORC-7;ORC|NW|{p}|||||^^^99990101
            ORC-2;ORC|NW|{201}
            """)
    void shouldRefuseWhatCannotBeMeantWithItsPlace(String field, String orc) throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        var segment = orc.replace("{p}", placer).replace("{201}", "9".repeat(201));
        var message = message("ORM^O01", "NW", placer, "FBC").replaceFirst("ORC\\|.*", segment);

        // When
        var answer = send(message);

        // Then
        assertThat(answer.code()).as(field).isEqualTo("AE");
        assertThat(answer.message().text()).contains("\rERR|").contains("ORC^1").doesNotContain("9".repeat(201));
        assertThat(statuses(placer)).isEmpty();
    }
}
