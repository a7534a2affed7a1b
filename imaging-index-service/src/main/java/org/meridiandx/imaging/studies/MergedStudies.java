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
import org.meridiandx.directory.Standing;
import org.meridiandx.directory.standing.PatientRows;

/// Gives the studies of patients who are merged or parted to the patient in force: a new version of
/// each ImagingStudy, told anew. The images say what they always said.
@ApplicationScoped
class MergedStudies implements PatientRows {
    private static final Caller ITSELF = new Caller(
            "imaging-index-service",
            "",
            "service",
            Optional.empty(),
            Optional.empty(),
            "direct-care",
            new Scopes(List.of()));
    private final StudyRepository repository;
    private final StudyWriter writer;
    private final AuditTrail audit;

    MergedStudies(StudyRepository repository, StudyWriter writer, AuditTrail audit) {
        this.repository = repository;
        this.writer = writer;
        this.audit = audit;
    }

    @Override
    public Uni<Integer> move(SqlConnection connection, Standing standing, int limit) {
        return repository
                .unmoved(connection, standing, limit)
                .chain(unmoved -> unmoved.isEmpty()
                        ? Uni.createFrom().item(0)
                        : move(connection, standing, unmoved).replaceWith(unmoved.size()));
    }

    private Uni<Void> move(SqlConnection connection, Standing standing, List<Study> unmoved) {
        var moved = unmoved.stream()
                .map(study -> study.with(study.ownership().movedTo(standing)))
                .toList();
        var entry = new AuditEntry(
                "U",
                "update",
                "ok",
                "",
                "ImagingStudy",
                moved.stream().map(Study::id).toList(),
                standing.patientId(),
                "");
        return writer.write(connection, moved, List.of(audit.message(ITSELF, entry)));
    }
}
