package org.meridiandx.result.copies.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// Copies for a recipient that takes files only: handed over, and settled by what the transfer's
/// client says.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class CopyFilesIT {
    private static final Path FOLDER = Path.of("target/copies-by-files");
    private static final String STATES = "select string_agg(state, ',' order by seq) from report_copy";
    private static final String HANDED = "select count(*) from report_copy where handed_at is not null";
    IdentityStandIn identity;
    PostgresDatabase database;

    @Inject
    MllpPort mllp;

    private Rows rows;

    @BeforeEach
    void register() throws IOException {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
        for (var name : new String[] {"OUT", "SENT", "FAILED"}) {
            Files.createDirectories(FOLDER.resolve(name));
        }
        rows = new Rows(database);
        forget();
        rows.execute(
                "insert into copy_endpoint (ods, client_id, transport, mailbox) values ('RX904', 'c', 'files', 'X26A')");
    }

    @AfterEach
    void forget() {
        Recipient.forget(rows);
    }

    private String handOver(String number) throws Exception {
        var message = Samples.message(
                number + "A",
                Samples.NHS_NUMBER,
                "OBR|1||" + number
                        + "^RX902|K^K^L|||20261120093000|||||||||||||||20261121080000||HM|F|||RX904^^^^^^^^ODS",
                "OBX|1|NM|K^K^L||5.0|mmol/L|||||F");
        assertThat(Region.send(mllp.number(), message).code()).isEqualTo("AA");
        assertThat(rows.await("1", HANDED)).isEqualTo("1");
        return rows.text("select control_id from report_copy");
    }

    private static void moveTo(String folder, String id, String status) throws IOException {
        Files.delete(FOLDER.resolve("OUT").resolve(id + ".dat"));
        var control = Files.readString(FOLDER.resolve("OUT").resolve(id + ".ctl"));
        Files.delete(FOLDER.resolve("OUT").resolve(id + ".ctl"));
        Files.writeString(
                FOLDER.resolve(folder).resolve(id + ".ctl"),
                control.replace("</DTSControl>", "<StatusRecord>" + status + "</StatusRecord></DTSControl>"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            CF100;SENT;<Status>SUCCESS</Status><StatusCode>00</StatusCode>;sent
            CF101;FAILED;<Status>ERROR</Status><StatusCode>EPL-151</StatusCode>;dead
            """)
    void shouldWaitForWhatTheTransferSaysOfAFile(String number, String folder, String status, String state)
            throws Exception {
        // Given
        var id = handOver(number);
        assertThat(FOLDER.resolve("OUT").resolve(id + ".dat")).content().contains("|" + number + "|");
        assertThat(rows.text("select state from report_copy")).isEqualTo("waiting");

        // When
        moveTo(folder, id, status);

        // Then
        assertThat(rows.await(state, "select state from report_copy")).isEqualTo(state);
    }

    @Test
    void shouldSendWhatWasHandedOverToOneThatTakesMllpByNow() throws Exception {
        // Given
        handOver("CF300");

        try (var recipient = Recipient.start()) {
            // When
            recipient.takeOver(database, "RX904");

            // Then
            assertThat(rows.await("sent", "select state from report_copy")).isEqualTo("sent");
            assertThat(recipient.received()).hasSize(1);
        }
    }

    @Test
    void shouldLookForRecipientsAgainWhereAFileFailedThatWasNotWhatStandsAnyMore() throws Exception {
        // Given
        var id = handOver("CF400");
        rows.execute("update diagnostic_report set version = version + 1"
                + " where id = (select report_id from report_copy)");
        assertThat(rows.await("0", "select count(*) from copy_due")).isEqualTo("0");
        moveTo("FAILED", id, "<Status>ERROR</Status>");
        assertThat(rows.await("dead", STATES)).isEqualTo("dead");
        Files.delete(FOLDER.resolve("FAILED").resolve(id + ".ctl"));

        // When
        rows.execute("update report_copy set state = 'waiting', due_at = now(), settled_at = null, handed_at = null");

        // Then
        assertThat(rows.await("overtaken,waiting", STATES)).isEqualTo("overtaken,waiting");
    }

    @Test
    void shouldNotHandOverASecondTimeWhatALostNoteWasAbout() throws Exception {
        // Given
        var id = handOver("CF200");

        // When
        moveTo("SENT", id, "<Status>SUCCESS</Status>");
        rows.execute("update report_copy set handed_at = null, due_at = now()");

        // Then
        assertThat(rows.await("sent", "select state from report_copy")).isEqualTo("sent");
        assertThat(FOLDER.resolve("OUT").resolve(id + ".dat")).doesNotExist();
    }
}
