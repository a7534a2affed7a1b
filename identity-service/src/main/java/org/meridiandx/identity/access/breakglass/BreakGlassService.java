package org.meridiandx.identity.access.breakglass;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.contracts.events.v1.BreakGlassOpened;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.identity.relationships.Ground;
import org.meridiandx.identity.relationships.GroundConfig;
import org.meridiandx.identity.relationships.GroundKind;
import org.meridiandx.identity.relationships.RelationshipService;
import org.meridiandx.outbox.Inbox;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Opens a record for one person in an emergency: ground, notices to the privacy officer and the
/// patient, event and audit with one commit.
///
/// **Source:** architecture 6; NHS England, access control framework (emergency access with
/// privacy officer alerts). **Hazard:** care without the record; or curiosity without a trace.
@ApplicationScoped
class BreakGlassService {
    private static final Set<String> ROLES = Set.of("clinician", "radiologist");
    private static final int MOST_NOTICES = 200;
    private static final SearchDefinition PATIENT =
            SearchDefinition.of("Patient", "patient").build();
    private final Pool pool;
    private final EmergencyRepository repository;
    private final StoredResources stored;
    private final Traces traces;
    private final Hours hours;

    BreakGlassService(Pool pool, EmergencyRepository repository, StoredResources stored, Traces traces, Hours hours) {
        this.pool = pool;
        this.repository = repository;
        this.stored = stored;
        this.traces = traces;
        this.hours = hours;
    }

    /// Opens the record. Safe to repeat with the same request id.
    ///
    /// @param reason 10 to 1,000 characters
    /// @return the grant; fails with [ProblemException] 400, 403 or 404
    Uni<Emergency> open(Caller caller, String patientId, String reason, String requestId) {
        requireReason(reason);
        if (!ROLES.contains(caller.role()) || caller.user().isEmpty()) {
            return refuse(caller, patientId);
        }
        if (hours.isTooLongAgo(caller.signedIn())) {
            return traces.refused(caller, patientId)
                    .chain(() -> Uni.createFrom().failure(signInAgain()));
        }
        var now = hours.now();
        var emergency = new Emergency(
                UUID.randomUUID(),
                patientId,
                caller.organisation(),
                caller.actor(),
                caller.clientId(),
                caller.role(),
                reason.strip(),
                now,
                hours.endOf(now));
        return stored.find(PATIENT, patientId)
                .invoke(found -> {
                    if (found.isEmpty()) {
                        throw ProblemException.of(ProblemCode.NOT_FOUND, "There is no Patient with this id here.");
                    }
                })
                .chain(() -> pool.withTransaction(connection -> openOnce(connection, caller, emergency, requestId)));
    }

    /// What the patient, or the privacy officer about one patient or all, was told. Newest first.
    ///
    /// @param patientId empty for all patients: the privacy officer's list
    Uni<List<Emergency>> notices(Caller caller, Optional<String> patientId) {
        var isPatient = caller.role().equals("patient");
        if (isPatient && (patientId.isEmpty() || !patientId.equals(caller.ownPatientId()))
                || !isPatient && !caller.role().equals("auditor")) {
            return Uni.createFrom().failure(notYours());
        }
        var audience = isPatient ? "patient" : "privacy-officer";
        return patientId
                .map(id -> repository.toldTo(pool, audience, id, MOST_NOTICES))
                .orElseGet(() -> repository.toldTo(pool, audience, MOST_NOTICES))
                .call(told -> traces.shown(caller, told));
    }

    private Uni<Emergency> openOnce(SqlClient connection, Caller caller, Emergency emergency, String requestId) {
        return traces.accept(connection, caller, requestId)
                .chain(first -> first
                        ? openFirst(connection, caller, emergency, requestId)
                        : traces.before(connection, caller, requestId)
                                .chain(id -> repository.find(connection, id))
                                .map(found -> same(found, emergency)));
    }

    private Uni<Emergency> openFirst(SqlClient connection, Caller caller, Emergency emergency, String requestId) {
        return repository
                .insert(connection, emergency)
                .call(() -> traces.open(connection, groundOf(emergency)))
                .call(() -> traces.remember(connection, caller, requestId, emergency.id()))
                .call(() -> traces.leave(connection, caller, emergency))
                .replaceWith(emergency);
    }

    private static Ground groundOf(Emergency emergency) {
        return new Ground(
                emergency.patientId(),
                GroundKind.BREAK_GLASS,
                emergency.organisation(),
                emergency.person(),
                "break-glass:" + emergency.id(),
                emergency.openedAt(),
                Optional.of(emergency.until()));
    }

    private static Emergency same(List<Emergency> found, Emergency asked) {
        return found.stream()
                .filter(before -> before.patientId().equals(asked.patientId())
                        && before.person().equals(asked.person()))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.DUPLICATE,
                        "This X-Request-ID was used for another request. Send each with its own."));
    }

    private static void requireReason(String reason) {
        var length = reason.strip().length();
        if (length < 10 || length > 1_000) {
            throw ProblemException.of(ProblemCode.INVALID_VALUE, "Say why, in 10 to 1,000 characters.", "reason");
        }
    }

    private Uni<Emergency> refuse(Caller caller, String patientId) {
        return traces.refused(caller, patientId)
                .chain(() -> Uni.createFrom()
                        .failure(ProblemException.of(
                                ProblemCode.ACCESS_DENIED,
                                "Only a person who treats patients can open a record in an emergency: the token must "
                                        + "name them (fhirUser).")));
    }

    /// **Source:** RFC 9470 (step-up authentication).
    private ProblemException signInAgain() {
        return ProblemException.of(
                ProblemCode.UNAUTHENTICATED,
                "auth_time: sign in again before opening a record in an emergency (prompt=login, or max_age="
                        + hours.signedInWithin().toSeconds() + ").");
    }

    private static ProblemException notYours() {
        return ProblemException.of(
                ProblemCode.ACCESS_DENIED, "Notices are for the patient and for the privacy officer.");
    }

    /// When an emergency begins and ends.
    @ApplicationScoped
    static class Hours {
        private final GroundConfig config;
        private final Clock clock;

        Hours(GroundConfig config, Clock clock) {
            this.config = config;
            this.clock = clock;
        }

        Instant now() {
            return clock.instant().truncatedTo(ChronoUnit.MICROS);
        }

        Duration signedInWithin() {
            return config.breakGlassSignedInWithin();
        }

        /// A system that does not tell when it asked its person answers for that itself.
        boolean isTooLongAgo(Caller.SignedIn signedIn) {
            return signedIn.at()
                    .filter(at -> at.plus(signedInWithin()).isBefore(clock.instant()))
                    .isPresent();
        }

        Instant endOf(Instant opened) {
            return opened.plus(config.breakGlass());
        }
    }

    /// What an emergency leaves behind beside its row.
    @ApplicationScoped
    static class Traces {
        private static final String OPERATION = "break-glass";
        private final Inbox inbox;
        private final Outbox outbox;
        private final AuditTrail audit;
        private final RegionEvents events;
        private final RelationshipService relationships;

        Traces(Inbox inbox, Outbox outbox, AuditTrail audit, RegionEvents events, RelationshipService relationships) {
            this.inbox = inbox;
            this.outbox = outbox;
            this.audit = audit;
            this.events = events;
            this.relationships = relationships;
        }

        Uni<Void> open(SqlClient connection, Ground ground) {
            return relationships.open(connection, List.of(ground));
        }

        Uni<Boolean> accept(SqlClient connection, Caller caller, String requestId) {
            return inbox.accept(connection, "http:" + caller.clientId(), OPERATION + ":" + requestId);
        }

        Uni<Void> remember(SqlClient connection, Caller caller, String requestId, UUID id) {
            return inbox.remember(connection, "http:" + caller.clientId(), OPERATION + ":" + requestId, id.toString());
        }

        Uni<UUID> before(SqlClient connection, Caller caller, String requestId) {
            return inbox.answerTo(connection, "http:" + caller.clientId(), OPERATION + ":" + requestId)
                    .map(answer -> answer.map(UUID::fromString).orElseGet(() -> new UUID(0, 0)));
        }

        Uni<Void> leave(SqlClient connection, Caller caller, Emergency emergency) {
            var opened = BreakGlassOpened.newBuilder()
                    .setGrantId(emergency.id().toString())
                    .setOrganisation(emergency.organisation())
                    .setUser(emergency.person())
                    .setUntil(RegionEvents.timestampOf(emergency.until()));
            // The ground, not the person's words: patients read their entries, the reason is for the
            // privacy officer.
            var entry = new AuditEntry(
                    "E",
                    OPERATION,
                    "ok",
                    OPERATION,
                    "Patient",
                    List.of(emergency.patientId()),
                    emergency.patientId(),
                    "");
            return outbox.append(
                    connection,
                    List.of(
                            events.message(
                                    "identity",
                                    emergency.patientId(),
                                    Event.newBuilder().setBreakGlassOpened(opened)),
                            audit.message(caller, entry)));
        }

        Uni<Void> refused(Caller caller, String patientId) {
            return audit.record(caller, List.of(AuditEntry.denied(OPERATION, "Patient", patientId, patientId, "role")));
        }

        Uni<Void> shown(Caller caller, List<Emergency> told) {
            var entries = told.stream()
                    .map(Emergency::patientId)
                    .distinct()
                    .map(patient -> new AuditEntry(
                            "R", "disclosure-notices", "ok", "", "Patient", List.of(patient), patient, ""))
                    .toList();
            return audit.record(caller, entries);
        }
    }
}
