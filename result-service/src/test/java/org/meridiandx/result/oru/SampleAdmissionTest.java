package org.meridiandx.result.oru;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Batch;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.testkit.shared.SharedData;

/// Every ORU, OUL and MDM of other people is taken, or refused for a reason that `docs/mapping` gives.
class SampleAdmissionTest {
    private static final Logger LOG = Logger.getLogger(SampleAdmissionTest.class);
    private static final Path REASONS = Path.of("../docs/mapping/refusals.md");

    @Test
    void shouldTakeEachSampleOrRefuseItForAWrittenReason() throws IOException {
        // Given
        var reasons = Files.readString(REASONS).replaceAll("\\s+", " ");
        var taken = 0;
        var refused = new ArrayList<String>();

        // When
        for (var file : SharedData.files("hl7v2", "*.hl7")) {
            for (var bytes : Hl7Batch.split(Files.readAllBytes(file), 10_000).messages()) {
                var message = ReceivedMessage.of(bytes, ReceivedMessage.Peer.named("test"), Instant.EPOCH);
                if (!Set.of("ORU", "OUL", "MDM").contains(message.header().messageCode())) {
                    continue;
                }
                if (OruAdmission.admit(message) instanceof OruAdmission.Refused no) {
                    refused.add(file.getFileName() + ": " + reasonOf(no.answer()));
                } else {
                    taken++;
                }
            }
        }

        // Then
        LOG.infof("%d taken, %d refused: %s", taken, refused.size(), refused);
        assertThat(taken).isGreaterThan(60);
        assertThat(refused).allMatch(line -> reasons.contains(line.substring(line.indexOf(": ") + 2)));
    }

    private static String reasonOf(Acknowledgement answer) {
        return answer.problems().getFirst().message();
    }
}
