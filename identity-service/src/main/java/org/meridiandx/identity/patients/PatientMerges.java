package org.meridiandx.identity.patients;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.meridiandx.access.Caller;
import org.meridiandx.contracts.events.v1.PatientChanged.Kind;
import org.meridiandx.identity.patients.content.Travelled;
import org.meridiandx.identity.patients.merging.rules.MergeOutcome;

/// Merges records and parts them again, in the transaction that it is given: what each record says
/// for itself stays as it is, what is served of them is put together anew.
@ApplicationScoped
public class PatientMerges {
    private final PatientRepository repository;
    private final PatientStore store;
    private final PatientRegistry registry;
    private final PatientAnnouncements announcements;

    PatientMerges(
            PatientRepository repository,
            PatientStore store,
            PatientRegistry registry,
            PatientAnnouncements announcements) {
        this.repository = repository;
        this.store = store;
        this.registry = registry;
        this.announcements = announcements;
    }

    /// What became of it.
    public sealed interface Result {
        /// @param otherId the survivor, or the record that it was parted from
        record Done(String recordId, String otherId) implements Result {}

        record Already(String survivingId) implements Result {}

        record Refused(MergeOutcome.Reason reason) implements Result {}

        record Unknown(String id) implements Result {}
    }

    /// One merge, link or parting at a time, to the end of the transaction. Whoever holds a record before
    /// its merge asks for this first, lest two wait for one another.
    public Uni<Void> awaitTurn(SqlClient connection) {
        return repository.lockMerges(connection);
    }

    /// @param reason why, for whoever reads the record later
    public Uni<Result> merge(SqlClient connection, String sourceId, String targetId, String reason, Caller caller) {
        return awaitTurn(connection)
                .chain(() -> store.lock(connection, sourceId))
                .chain(source -> store.lock(connection, targetId)
                        .chain(target -> source.isEmpty() || target.isEmpty()
                                ? Uni.createFrom().item(new Result.Unknown(source.isEmpty() ? sourceId : targetId))
                                : merge(
                                        connection,
                                        join(source.get(), target.get()),
                                        new Wish(sourceId, targetId, reason),
                                        caller)));
    }

    /// Undoes a merge.
    public Uni<Result> unmerge(SqlClient connection, String recordId, Caller caller) {
        return awaitTurn(connection)
                .chain(() -> store.lock(connection, recordId))
                .chain(kin -> kin.isEmpty()
                        ? Uni.createFrom().item(new Result.Unknown(recordId))
                        : unmerge(connection, kin.get(), recordId, caller));
    }

    /// Notes on both records that they are about one person, without merging them.
    public Uni<Void> link(SqlClient connection, String oneId, String otherId, PatientRegistry.Source source) {
        return awaitTurn(connection)
                .chain(() -> see(connection, oneId, otherId, source, true))
                .chain(() -> see(connection, otherId, oneId, source, true));
    }

    /// Takes the link between two records away; parts them where one is merged into the other.
    public Uni<Result> part(SqlClient connection, String oneId, String otherId, PatientRegistry.Source source) {
        return awaitTurn(connection).chain(() -> store.lock(connection, oneId)).chain(found -> {
            var kin = found.orElseThrow();
            if (!kin.records().containsKey(otherId)) {
                return see(connection, oneId, otherId, source, false)
                        .chain(() -> see(connection, otherId, oneId, source, false))
                        .replaceWith(new Result.Done(oneId, otherId));
            }
            if (kin.lineage().chainOf(otherId).contains(oneId)) {
                return unmerge(connection, kin, otherId, source.caller());
            }
            return kin.lineage().chainOf(oneId).contains(otherId)
                    ? unmerge(connection, kin, oneId, source.caller())
                    : Uni.createFrom().item(new Result.Refused(MergeOutcome.Reason.NOT_MERGED));
        });
    }

    private Uni<Void> see(
            SqlClient connection, String fromId, String toId, PatientRegistry.Source source, boolean isLinked) {
        return store.lock(connection, fromId).map(Optional::orElseThrow).chain(kin -> {
            var patient = kin.whole(fromId);
            patient.getLink()
                    .removeIf(link -> link.getType() == LinkType.SEEALSO
                            && ("Patient/" + toId).equals(link.getOther().getReference()));
            if (isLinked) {
                patient.addLink(Travelled.link(toId, LinkType.SEEALSO));
            }
            return registry.change(connection, kin, fromId, patient, source).replaceWithVoid();
        });
    }

    private static PatientKin join(PatientKin one, PatientKin other) {
        return one.records().keySet().equals(other.records().keySet()) ? one : one.and(other);
    }

    private Uni<Result> merge(SqlClient connection, PatientKin kin, Wish wish, Caller caller) {
        var at = store.now();
        return switch (kin.lineage().merge(wish.source(), wish.target(), at)) {
            case MergeOutcome.Already(String survivor) -> Uni.createFrom().item(new Result.Already(survivor));
            case MergeOutcome.Refused(var reason) -> Uni.createFrom().item(new Result.Refused(reason));
            case MergeOutcome.Done done ->
                repository.nextStanding(connection).chain(version -> {
                    var merge =
                            new PatientRecord.Merge(Optional.of(done.other()), Optional.of(at), wish.reason(), version);
                    return carryOut(connection, new Step(kin, done, merge, wish.source(), Kind.MERGED), caller);
                });
        };
    }

    private Uni<Result> unmerge(SqlClient connection, PatientKin kin, String recordId, Caller caller) {
        return switch (kin.lineage().unmerge(recordId)) {
            case MergeOutcome.Already(String survivor) -> Uni.createFrom().item(new Result.Already(survivor));
            case MergeOutcome.Refused(var reason) -> Uni.createFrom().item(new Result.Refused(reason));
            case MergeOutcome.Done done ->
                repository.nextStanding(connection).chain(version -> {
                    var merge = new PatientRecord.Merge(Optional.empty(), Optional.empty(), "", version);
                    return carryOut(connection, new Step(kin, done, merge, recordId, Kind.UNMERGED), caller);
                });
        };
    }

    private Uni<Result> carryOut(SqlClient connection, Step step, Caller caller) {
        var recordId = step.recordId();
        var before = step.kin().record(recordId);
        var after = step.kin()
                .with(
                        new PatientRecord(
                                before.resource(),
                                before.ownContent(),
                                before.fingerprint(),
                                before.word(),
                                step.merge()),
                        List.of());
        var patientId = after.lineage().rootOf(recordId);
        var version = step.merge().standingVersion();
        var standings = step.done().moved().stream()
                .map(id -> PatientMessages.Move.standing(id, patientId, version))
                .toList();
        var others =
                step.done().moved().stream().filter(id -> !id.equals(recordId)).toList();
        return store.write(connection, after, step.kin().touchedBy(recordId, after))
                .chain(() -> repository.move(connection, others, patientId, version))
                .chain(() -> announcements.moved(
                        connection,
                        new PatientMessages.Move(
                                step.kind(), recordId, step.done().other(), standings),
                        caller))
                .replaceWith(new Result.Done(recordId, step.done().other()));
    }

    private record Wish(String source, String target, String reason) {}

    private record Step(
            PatientKin kin, MergeOutcome.Done done, PatientRecord.Merge merge, String recordId, Kind kind) {}
}
