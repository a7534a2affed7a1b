package org.meridiandx.identity.directory;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.outbox.Outbox;

/// The trace of a change of the directory, in the transaction of the change.
@ApplicationScoped
public class AuditedOutbox {
    private final Outbox outbox;
    private final AuditTrail audit;

    AuditedOutbox(Outbox outbox, AuditTrail audit) {
        this.outbox = outbox;
        this.audit = audit;
    }

    /// @param entry what was done; nothing is written where nothing was
    public Uni<Void> append(SqlClient connection, Caller caller, Optional<AuditEntry> entry) {
        return outbox.append(
                connection,
                entry.map(done -> audit.message(caller, done)).stream().toList());
    }
}
