package org.meridiandx.identity.relationships;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.meridiandx.contracts.events.v1.AccessChanged;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.outbox.RegionEvents;

/// Keeps the facts that decisions go by: who has to do with which patient, since when, on whose
/// word. Each stays with the record that it was told about; decisions follow merges.
///
/// Every method works in the transaction that it is given. Where somebody may see less afterwards,
/// an `AccessChanged` event goes out with the same commit, and every pod forgets its decisions.
@ApplicationScoped
public class RelationshipService {
    private final RelationshipRepository repository;
    private final Outbox outbox;
    private final RegionEvents events;
    private final GroundConfig config;
    private final Clock clock;

    RelationshipService(
            RelationshipRepository repository, Outbox outbox, RegionEvents events, GroundConfig config, Clock clock) {
        this.repository = repository;
        this.outbox = outbox;
        this.events = events;
        this.config = config;
        this.clock = clock;
    }

    /// Notes that organisations told us about a patient. It opens that patient's own record to
    /// them, no more.
    public Uni<Void> add(SqlClient connection, List<Relationship> relationships) {
        var now = clock.instant();
        return open(
                connection,
                relationships.stream()
                        .map(told -> Ground.of(
                                told.patientId(), GroundKind.REGISTRATION, told.organisation(), told.ground(), now))
                        .toList());
    }

    /// The patient's record names these practices, and no others, as registered practice.
    ///
    /// @param practices ODS codes; empty where it names none
    /// @param source who said so
    public Uni<Void> registered(SqlClient connection, String patientId, Set<String> practices, String source) {
        var now = clock.instant();
        var grounds = practices.stream()
                .map(practice -> Ground.of(patientId, GroundKind.REGISTERED_PRACTICE, practice, source, now))
                .toList();
        return repository
                .endKind(connection, patientId, GroundKind.REGISTERED_PRACTICE, practices, now)
                .call(ended -> tell(connection, patientId, ended, GroundKind.REGISTERED_PRACTICE.slug()))
                .chain(() -> open(connection, grounds));
    }

    /// A stay began, or its end was an error (ADT^A01, A13).
    public Uni<Void> admitted(SqlClient connection, Stay stay) {
        return openStay(connection, stay, config.longestStay());
    }

    /// A visit that is no stay (ADT^A04): it counts for the time of follow-up.
    public Uni<Void> visited(SqlClient connection, Stay stay) {
        return openStay(connection, stay, config.visit());
    }

    /// A stay ended (ADT^A03); its ground goes on for the time of follow-up.
    public Uni<Void> discharged(SqlClient connection, Stay stay) {
        return end(connection, stay.patientId(), stay.source(), told(stay).plus(config.dischargeTail()));
    }

    /// A stay never was (ADT^A11).
    public Uni<Void> admissionCancelled(SqlClient connection, Stay stay) {
        return end(connection, stay.patientId(), stay.source(), told(stay));
    }

    /// Records facts; one that is there already under the same source gets the new end.
    public Uni<Void> open(SqlClient connection, List<Ground> grounds) {
        return grounds.isEmpty() ? Uni.createFrom().voidItem() : repository.open(connection, grounds, clock.instant());
    }

    /// Ends everything that this source said about the patient.
    public Uni<Void> end(SqlClient connection, String patientId, String source, Instant end) {
        return repository
                .endSource(connection, patientId, source, end)
                .call(ended -> tell(connection, patientId, ended && !end.isAfter(clock.instant()), source))
                .replaceWithVoid();
    }

    /// Ends these facts now, and no others. Every pod forgets what it knew of the patients.
    public Uni<Void> end(SqlClient connection, List<Ground> grounds) {
        return grounds.isEmpty()
                ? Uni.createFrom().voidItem()
                : repository
                        .end(connection, grounds, clock.instant())
                        .chain(ended -> tellAll(connection, ended, "ended"));
    }

    /// Ends what this source said about any other patient.
    public Uni<Void> endElsewhere(SqlClient connection, String patientId, String source) {
        return repository
                .endElsewhere(connection, patientId, source, clock.instant())
                .chain(ended -> tellAll(connection, ended, source));
    }

    /// Records what an order says now: these grounds and no others. What was told before and comes
    /// later changes nothing.
    ///
    /// They stand with the record that the order was first told about, as long as that counts for
    /// the patient whom it names now; an order that names another patient, after records were
    /// parted, opens nothing of the first any more.
    ///
    /// @param told when the order became so
    Uni<Void> settle(SqlClient connection, String patientId, OrderGrounds.Said said, Instant told) {
        return repository
                .tell(connection, said.source(), told)
                .chain(isLatest -> isLatest
                        ? settleLatest(connection, patientId, said)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> settleLatest(SqlClient connection, String patientId, OrderGrounds.Said said) {
        var now = clock.instant();
        return repository
                .home(connection, patientId, said.source())
                .call(home -> endElsewhere(connection, home, said.source()))
                .call(home -> repository
                        .endOthers(connection, home, said.source(), said.grounds(), now)
                        .chain(ended -> tellAll(
                                connection, ended ? new TreeSet<>(List.of(home, patientId)) : Set.of(), said.source())))
                .call(home -> repository
                        .endPools(connection, said.orderId(), home, said.lasts(now), now)
                        .chain(ended -> tellAll(connection, ended, said.source())))
                .chain(home -> open(
                        connection,
                        said.grounds().stream().map(ground -> ground.of(home)).toList()));
    }

    private Uni<Void> tellAll(SqlClient connection, Set<String> patientIds, String cause) {
        return patientIds.isEmpty()
                ? Uni.createFrom().voidItem()
                : outbox.append(
                        connection,
                        patientIds.stream().map(id -> told(id, cause)).toList());
    }

    /// Tells every pod to forget its decisions about a patient.
    public Uni<Void> changed(SqlClient connection, String patientId, String cause) {
        return outbox.append(connection, List.of(told(patientId, cause)));
    }

    private OutboundMessage told(String patientId, String cause) {
        return events.message(
                "identity",
                patientId,
                Event.newBuilder().setAccessChanged(AccessChanged.newBuilder().setCause(cause)));
    }

    private Uni<Void> openStay(SqlClient connection, Stay stay, Duration atMost) {
        var told = told(stay);
        var ground = Ground.of(stay.patientId(), GroundKind.ADMISSION, stay.organisation(), stay.source(), told);
        return open(connection, List.of(ground.endingAt(told.plus(atMost))));
    }

    private Instant told(Stay stay) {
        return stay.toldAt().orElseGet(clock::instant);
    }

    private Uni<Void> tell(SqlClient connection, String patientId, boolean ended, String cause) {
        return ended ? changed(connection, patientId, cause) : Uni.createFrom().voidItem();
    }
}
