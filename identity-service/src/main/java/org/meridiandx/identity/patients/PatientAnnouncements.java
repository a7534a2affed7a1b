package org.meridiandx.identity.patients;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.outbox.Outbox;

/// Tells others, through the outbox, and asks for a look at possible duplicates.
@ApplicationScoped
class PatientAnnouncements {
    private static final String LOOK_FOR_DUPLICATES = "insert into duplicate_check (patient_id) values ($1)";
    private final Outbox outbox;
    private final PatientMessages messages;

    PatientAnnouncements(Outbox outbox, PatientMessages messages) {
        this.outbox = outbox;
        this.messages = messages;
    }

    record About(boolean isDeath, boolean isRestriction) {}

    Uni<Void> created(SqlClient connection, StoredResource resource, Caller caller) {
        return outbox.append(connection, messages.created(resource, caller))
                .chain(() -> look(connection, resource.id()));
    }

    Uni<Void> updated(SqlClient connection, List<StoredResource> written, Caller caller, About about) {
        if (written.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var survivor = written.getLast();
        return outbox.append(connection, messages.updated(survivor, caller, about.isDeath(), about.isRestriction()))
                .chain(() -> look(connection, survivor.patientId()));
    }

    Uni<Void> moved(SqlClient connection, PatientMessages.Move move, Caller caller) {
        return outbox.append(connection, messages.moved(move, caller));
    }

    private static Uni<Void> look(SqlClient connection, String patientId) {
        return connection
                .preparedQuery(LOOK_FOR_DUPLICATES)
                .execute(Tuple.of(patientId))
                .replaceWithVoid();
    }
}
