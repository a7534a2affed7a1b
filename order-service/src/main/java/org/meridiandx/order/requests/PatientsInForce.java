package org.meridiandx.order.requests;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.directory.Standing;
import org.meridiandx.directory.standing.PatientStandings;
import org.meridiandx.order.records.Subject;

/// For whom requests are now, in the transaction that writes them: the directory's answer may be of
/// before a merge, and the row not moved yet.
@Singleton
class PatientsInForce {
    private final PatientStandings standings;

    PatientsInForce(PatientStandings standings) {
        this.standings = standings;
    }

    /// Names the patient in force in a request whose record was named.
    Uni<Void> settle(Mutiny.Session session, ServiceRequest request) {
        return Subject.standingOf(request)
                .map(named -> of(session, named)
                        .invoke(inForce -> Subject.name(request, inForce))
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /// The patient in force of a request on record.
    Uni<Standing> of(Mutiny.Session session, RequestEntity entity) {
        return of(session, entity.standing());
    }

    /// The patient in force of a record, as somebody has heard of it.
    Uni<Standing> of(Mutiny.Session session, Standing heard) {
        return standings.inForce(session, heard.recordedPatientId()).map(kept -> kept.latest(heard));
    }
}
