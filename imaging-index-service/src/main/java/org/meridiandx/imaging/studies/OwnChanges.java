package org.meridiandx.imaging.studies;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;

/// Changes of studies that no caller asked for: written with their trace.
@ApplicationScoped
class OwnChanges {
    private static final Caller ITSELF = new Caller(
            "imaging-index-service",
            "",
            "service",
            Optional.empty(),
            Optional.empty(),
            "direct-care",
            new Scopes(List.of()));
    private final StudyWriter writer;
    private final AuditTrail audit;

    OwnChanges(StudyWriter writer, AuditTrail audit) {
        this.writer = writer;
        this.audit = audit;
    }

    /// A new version of studies of one patient.
    ///
    /// @param patientId empty where they have none
    Uni<Void> write(SqlConnection connection, List<Study> studies, String patientId) {
        var ids = studies.stream().map(Study::id).toList();
        var entry = new AuditEntry("U", "update", "ok", "", "ImagingStudy", ids, patientId, "");
        return writer.write(connection, studies, List.of(audit.message(ITSELF, entry)));
    }
}
