package org.meridiandx.access;

import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// Writes down that a gRPC call came without the region's internal token: somebody is where only our
/// services should be, or a service has an old secret.
@ApplicationScoped
class RefusedCalls {
    static final String ADDRESS = "meridian.refused-internal-call";
    private final RefusalTrail trail;

    RefusedCalls(RefusalTrail trail) {
        this.trail = trail;
    }

    /// @param reason `internal-token-missing` or `internal-token-wrong`
    @ConsumeEvent(ADDRESS)
    Uni<Void> leaveTrace(String reason) {
        return trail.record(
                RefusalTrail.unknown(), new AuditEntry("E", "internal-call", "denied", reason, "", List.of(), "", ""));
    }
}
