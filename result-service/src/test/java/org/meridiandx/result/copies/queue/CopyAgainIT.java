package org.meridiandx.result.copies.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// Copies that did not go as they should: what is told of them afterwards, and that others go on.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class CopyAgainIT {
    private static final String STATES = "select string_agg(state, ',' order by seq) from report_copy";
    private final Recipient recipient = Recipient.start();
    IdentityStandIn identity;
    PostgresDatabase database;

    @Inject
    MllpPort mllp;

    private Rows rows;

    @BeforeEach
    void register() {
        identity.reset();
        identity.patients().add("copied-1", "9990000816", "1970-01-01");
        identity.patients().add("copied-2", "9990000824", "1970-01-01");
        rows = new Rows(database);
        Recipient.forget(rows);
        recipient.register(database, "RX904", false);
    }

    @AfterEach
    void close() {
        Recipient.forget(rows);
        recipient.close();
    }

    private void send(String number, String nhsNumber, String status, String potassium) throws IOException {
        var message = Samples.message(
                number + status,
                nhsNumber,
                "OBR|1||" + number + "^RX902|K^K^L|||20261120093000|||||||||||||||20261121080000||HM|" + status
                        + "|||RX904^^^^^^^^ODS",
                "OBX|1|NM|K^K^L||" + potassium + "|mmol/L|||||" + status);
        assertThat(Region.send(mllp.number(), message).code()).isEqualTo("AA");
    }

    @Test
    void shouldCallAVersionACorrectionWhereTheOneBeforeMayHaveArrived() throws Exception {
        // Given
        recipient.answering(message -> Recipient.value(message, "OBX", 5).equals("5.0")
                ? Acknowledgement.tryLater()
                : new Acknowledgement.Accepted(List.of()));
        send("CA100", "9990000816", "P", "5.0");
        recipient.await(1);

        // When
        send("CA100", "9990000816", "F", "5.1");

        // Then
        assertThat(rows.await("overtaken,sent", STATES)).isEqualTo("overtaken,sent");
        var last = recipient.received().getLast();
        assertThat(Recipient.value(last, "OBX", 5)).isEqualTo("5.1");
        assertThat(Recipient.value(last, "OBR", 25)).isEqualTo("C");
    }

    @Test
    void shouldLetOthersGoOnWhereOneCannotBeRead() throws Exception {
        // Given
        identity.access().unavailable(true);
        send("CA200", "9990000816", "F", "5.2");
        assertThat(rows.await("waiting", STATES)).isEqualTo("waiting");
        var unreadable = rows.text("select report_id from report_copy");
        retype(unreadable, "Observation", "Patient");
        try {
            send("CA201", "9990000824", "F", "5.3");
            assertThat(rows.await("waiting,waiting", STATES)).isEqualTo("waiting,waiting");

            // When
            identity.access().unavailable(false);

            // Then
            assertThat(rows.await("waiting,sent", STATES)).isEqualTo("waiting,sent");
            assertThat(rows.text("select cause from report_copy where report_id = ?", unreadable))
                    .startsWith("our own fault");
        } finally {
            retype(unreadable, "Patient", "Observation");
        }
    }

    private void retype(String report, String from, String to) {
        rows.execute("""
                update observation set content = convert_to(replace(convert_from(content, 'UTF8'),
                    '"resourceType":"' || ? || '"', '"resourceType":"' || ? || '"'), 'UTF8') where report_id = ?""", from, to, report);
    }
}
