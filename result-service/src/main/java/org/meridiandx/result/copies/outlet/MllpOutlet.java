package org.meridiandx.result.copies.outlet;

import java.io.IOException;
import org.meridiandx.partners.PartnerAddress;
import org.meridiandx.partners.PartnerConnection;
import org.meridiandx.partners.Verdict;

/// HL7 v2 over MLLP: each message is answered at once.
final class MllpOutlet implements Outlet {
    private final PartnerConnection connection;
    private final PartnerAddress address;

    MllpOutlet(PartnerConnection connection, PartnerAddress address) {
        this.connection = connection;
        this.address = address;
    }

    @Override
    public void open() throws IOException {
        connection.open(address);
    }

    @Override
    public Sent send(String controlId, byte[] message) {
        return switch (connection.send(controlId, message).verdict()) {
            case Verdict.Taken ignored -> new Sent.Taken();
            case Verdict.Later later -> new Sent.Later(later.cause());
            case Verdict.Refused refused -> new Sent.Refused(refused.cause());
        };
    }

    /// What is not answered was not handed over.
    @Override
    public Sent outcome(String controlId) {
        return new Sent.Later("no answer came");
    }

    @Override
    public void close() {
        connection.close();
    }
}
