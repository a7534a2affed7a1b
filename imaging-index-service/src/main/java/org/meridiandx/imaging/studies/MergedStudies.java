package org.meridiandx.imaging.studies;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.directory.Standing;
import org.meridiandx.directory.standing.PatientRows;

/// Gives the studies of patients who are merged or parted to the patient in force: a new version of
/// each ImagingStudy, told anew. The images say what they always said.
@ApplicationScoped
class MergedStudies implements PatientRows {
    private final StudyRepository repository;
    private final OwnChanges changes;

    MergedStudies(StudyRepository repository, OwnChanges changes) {
        this.repository = repository;
        this.changes = changes;
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
        return changes.write(connection, moved, standing.patientId());
    }
}
