package org.meridiandx.result.matching;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.directory.OrderQuery;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.filing.PatientRef;

/// What people decide of reports that wait for their patient: this one's, or nobody's.
///
/// **Hazard:** a result given to the wrong person by hand. Who decides says why and leaves a trace;
/// whoever may not write to a patient's record cannot give them a result either.
@ApplicationScoped
class DecisionService {
    private final Pool pool;
    private final UnmatchedRepository queue;
    private final DecisionRepository decisions;
    private final Directories directories;
    private final QueueFiling filing;

    DecisionService(
            Pool pool,
            UnmatchedRepository queue,
            DecisionRepository decisions,
            Directories directories,
            QueueFiling filing) {
        this.pool = pool;
        this.queue = queue;
        this.decisions = decisions;
        this.directories = directories;
        this.filing = filing;
    }

    /// What one identifier that the sender gave says by itself.
    ///
    /// @param patientId empty where it names nobody, or nobody can be asked
    /// @param agrees whether the birth date is the same; empty where the sender gave none
    record Candidate(PatientQuery.Key by, String patientId, Optional<Boolean> agrees) {
        @Override
        public String toString() {
            return "Candidate[by=" + by + "]";
        }
    }

    /// An entry with what its identifiers name, each for itself.
    record Item(Unmatched entry, List<Candidate> candidates) {
        Item {
            candidates = List.copyOf(candidates);
        }
    }

    /// Where a report is that somebody decides about.
    private sealed interface Place {
        record Waiting(Unmatched entry) implements Place {}

        record Decided(Decision decision) implements Place {}
    }

    /// @param organisation whose queue is looked at; empty for all
    /// @return fails with 404 where the report does not wait there
    Uni<Item> look(String organisation, String reportId) {
        return queue.find(pool, reportId).chain(found -> {
            var entry = found.filter(one -> isOf(organisation, one.organisation()))
                    .orElseThrow(DecisionService::notWaiting);
            Uni<List<Candidate>> all = Uni.createFrom().item(ArrayList::new);
            for (var key : entry.query().identifiers()) {
                all = all.call(list -> candidate(key, entry.query().birthDate()).invoke(list::add));
            }
            return all.map(candidates -> new Item(entry, candidates));
        });
    }

    private Uni<Candidate> candidate(PatientQuery.Key key, String birthDate) {
        return directories
                .findPatient(PatientQuery.ofIdentifiers(List.of(key), ""))
                .chain(match -> match.patient().isKnown() && !birthDate.isEmpty()
                        ? checked(key, match, birthDate)
                        : Uni.createFrom()
                                .item(new Candidate(key, match.patient().patientId(), Optional.empty())));
    }

    private Uni<Candidate> checked(PatientQuery.Key key, PatientMatch match, String birthDate) {
        return directories
                .findPatient(PatientQuery.ofIdentifiers(List.of(key), birthDate))
                .map(again -> new Candidate(
                        key, match.patient().patientId(), Optional.of(again instanceof PatientMatch.Found)));
    }

    /// Gives the report to a patient, whose rows, events and trace are one transaction with its way
    /// out of the queue. Safe to repeat.
    ///
    /// @param organisation whose queue the caller works on; empty for all
    /// @return fails with 403, 404, 409 where another decision stands, 422 for an unknown patient,
    ///     503
    Uni<Decision> resolve(Caller caller, String organisation, Decision wanted, Access access) {
        return place(organisation, wanted).chain(place -> switch (place) {
            case Place.Decided before -> Uni.createFrom().item(before.decision());
            case Place.Waiting waiting ->
                patient(wanted.patientId())
                        .call(patient -> access.require(caller, writing(patient, waiting.entry())))
                        .chain(patient -> give(caller, waiting.entry(), patient, wanted));
        });
    }

    /// Takes the report out of the queue as one that is no result: entered in error, and nobody's.
    /// Safe to repeat.
    ///
    /// @return fails with 404, 409 where another decision stands
    Uni<Decision> reject(Caller caller, String organisation, Decision wanted) {
        var by = new QueueFiling.By(caller, "reject-unmatched");
        return place(organisation, wanted).chain(place -> switch (place) {
            case Place.Decided before -> Uni.createFrom().item(before.decision());
            case Place.Waiting waiting ->
                decide(
                        caller,
                        waiting.entry(),
                        wanted,
                        (connection, entry) -> filing.withdraw(connection, entry.reportId(), by));
        });
    }

    private Uni<Place> place(String organisation, Decision wanted) {
        return queue.find(pool, wanted.reportId())
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().<Place>item(new Place.Waiting(found.get()))
                        : decisions
                                .latest(pool, wanted.reportId())
                                .map(before -> new Place.Decided(before.orElseThrow(DecisionService::notWaiting))))
                .invoke(place -> requireOwn(organisation, place))
                .invoke(place -> requireSame(wanted, place));
    }

    private static void requireOwn(String organisation, Place place) {
        var owner = switch (place) {
            case Place.Waiting waiting -> waiting.entry().organisation();
            case Place.Decided before -> before.decision().organisation();
        };
        if (!isOf(organisation, owner)) {
            throw notWaiting();
        }
    }

    private static void requireSame(Decision wanted, Place place) {
        if (place instanceof Place.Decided before
                && !before.decision().patientId().equals(wanted.patientId())) {
            throw ProblemException.of(
                    ProblemCode.ILLEGAL_TRANSITION,
                    "Somebody has decided otherwise. Read the report as it stands now.");
        }
    }

    private Uni<PatientRef> patient(String patientId) {
        return directories.findPatient(PatientQuery.ofId(patientId)).map(match -> switch (match) {
            case PatientMatch.Found found -> found.patient();
            case PatientMatch.Unreachable ignored ->
                throw ProblemException.of(
                        ProblemCode.UNAVAILABLE, "The patient cannot be looked up at the moment. Try again shortly.");
            case PatientMatch.Unknown ignored -> throw unknownPatient();
            case PatientMatch.Conflict ignored -> throw unknownPatient();
        });
    }

    private static AccessRequest writing(PatientRef patient, Unmatched entry) {
        var organisations = entry.organisation().isEmpty() ? Set.<String>of() : Set.of(entry.organisation());
        return AccessRequest.of(Action.CREATE, "DiagnosticReport", patient.patientId(), organisations);
    }

    private Uni<Decision> give(Caller caller, Unmatched waiting, PatientRef patient, Decision wanted) {
        var by = new QueueFiling.By(caller, "resolve-unmatched");
        var numbers = OrderQuery.ofNumbers(waiting.placerNumber(), waiting.fillerNumber(), patient.patientId());
        return directories
                .findOrder(numbers)
                .chain(order -> decide(
                        caller,
                        waiting,
                        wanted,
                        (connection, entry) -> filing.attach(connection, entry, patient, order, by)));
    }

    /// One of two who decide at once finds the entry taken, and is told how it stands.
    private Uni<Decision> decide(
            Caller caller, Unmatched waiting, Decision wanted, BiFunction<SqlClient, Unmatched, Uni<Void>> work) {
        var decision = wanted.of(waiting.organisation());
        return pool.withTransaction(connection -> queue.take(connection, waiting.reportId())
                        .chain(taken -> taken.isEmpty()
                                ? Uni.createFrom().item(false)
                                : work.apply(connection, taken.get())
                                        .chain(() -> decisions.add(connection, decision, caller))
                                        .replaceWith(true)))
                .chain(done -> done ? Uni.createFrom().item(decision) : standing(wanted));
    }

    private Uni<Decision> standing(Decision wanted) {
        return place("", wanted).map(place -> switch (place) {
            case Place.Decided before -> before.decision();
            case Place.Waiting ignored -> throw notWaiting();
        });
    }

    private static boolean isOf(String organisation, String owner) {
        return organisation.isEmpty() || organisation.equals(owner);
    }

    private static ProblemException notWaiting() {
        return ProblemException.of(
                ProblemCode.NOT_FOUND, "No such report waits for its patient. It may have found them meanwhile.");
    }

    private static ProblemException unknownPatient() {
        return ProblemException.of(
                ProblemCode.UNKNOWN_PATIENT,
                "There is no patient of this id. Search for the patient first.",
                "patient");
    }
}
