package org.meridiandx.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.region.Service;
import org.meridiandx.dev.samples.SampleMessage;
import org.meridiandx.hl7v2.mllp.MllpClient;

/// Full blood counts of the sample patient as ORU^R01, each with numbers of its own. Safe for several threads.
final class ResultMessages {

    private final PartnerClient partner;
    private final SampleMessage sample;
    private final AtomicLong number = new AtomicLong(System.currentTimeMillis() * 1000);

    /// @param root the repository, for the sample
    ResultMessages(PartnerClient partner, Path root) throws IOException {
        this.partner = partner;
        this.sample =
                SampleMessage.read(root, "06-oru-r01-fbc").with("ORC", 0, 2, "").with("OBR", 0, 2, "");
    }

    /// A message and its filler number.
    record Message(String filler, SampleMessage content) {
        byte[] bytes() {
            return content.bytes();
        }
    }

    /// Registers the patient, so that the results have somewhere to go.
    void registerPatient(Path root) throws IOException {
        try (var client = partner.mllp(Service.IDENTITY)) {
            client.send(SampleMessage.read(root, "01-adt-a28")
                    .sentNow("B" + number.getAndIncrement())
                    .bytes());
        }
    }

    Message next() {
        String filler = "B" + number.getAndIncrement();
        return new Message(
                filler,
                sample.sentNow(filler).with("ORC", 0, 3, filler + "^RX902").with("OBR", 0, 3, filler + "^RX902"));
    }

    MllpClient connect() throws IOException {
        return partner.mllp(Service.RESULT);
    }
}
