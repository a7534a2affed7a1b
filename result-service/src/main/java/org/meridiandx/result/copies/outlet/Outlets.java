package org.meridiandx.result.copies.outlet;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import org.meridiandx.partners.PartnerAddress;
import org.meridiandx.partners.PartnerConnection;
import org.meridiandx.partners.PartnerSockets;

/// Opens the way to a recipient.
@ApplicationScoped
public class Outlets {
    private final CopyConfig config;
    private final PartnerSockets sockets;

    Outlets(CopyConfig config) {
        this.config = config;
        this.sockets = new PartnerSockets(config.tls());
    }

    /// HL7 v2 over MLLP.
    public Outlet mllp(PartnerAddress address) {
        return new MllpOutlet(new PartnerConnection(sockets, config.timeout()), address);
    }

    /// Files for a mailbox; without a folder for them it cannot be opened.
    public Outlet files(String mailbox) {
        var files = config.files();
        return new FileOutlet(
                files.folder().orElse(Path.of("no-folder-is-set")),
                new FileOutlet.Address(files.mailbox(), mailbox, files.workflow()));
    }
}
