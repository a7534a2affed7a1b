package org.meridiandx.imaging.studies;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.meridiandx.access.Caller;
import org.meridiandx.imaging.header.IncomingInstance;
import org.meridiandx.imaging.matching.Match;
import org.meridiandx.imaging.store.StorageKey;
import org.meridiandx.imaging.studies.Admission.Admitted;
import org.meridiandx.imaging.studies.InstanceRepository.Planned;
import org.meridiandx.imaging.studies.InstanceRepository.SeriesKey;
import org.meridiandx.imaging.studies.InstanceRepository.SeriesOfStudy;

/// Takes instances whose files are safe into the index: all of one request in one transaction.
@ApplicationScoped
public class StudyIndexService {
    private final Pool pool;
    private final StudyRepository studies;
    private final InstanceRepository instances;
    private final StudyWriter writer;
    private final Admission admission;

    StudyIndexService(
            Pool pool, StudyRepository studies, InstanceRepository instances, StudyWriter writer, Admission admission) {
        this.pool = pool;
        this.studies = studies;
        this.instances = instances;
        this.writer = writer;
        this.admission = admission;
    }

    /// @param caller who sends; new studies are in the custody of their organisation
    /// @return one outcome per file; fails with 503 when access cannot be decided, and then nothing
    ///     was indexed; after any other failure a file may be indexed or not, and the same request
    ///     may be sent again
    public Uni<Map<StorageKey, IndexOutcome>> index(Caller caller, List<IncomingInstance> incoming) {
        var firsts = new TreeMap<String, IncomingInstance>();
        incoming.forEach(instance -> firsts.putIfAbsent(instance.study().studyUid(), instance));
        return studies.byUid(pool, firsts.keySet(), false)
                .chain(present -> admission.decide(caller, firsts, present))
                .chain(admitted -> pool.withTransaction(
                        connection -> index(connection, new Request(caller, incoming, firsts, admitted))));
    }

    /// Which of these files the index knows: for the sweep.
    public Uni<Set<String>> indexed(Collection<String> storageKeys) {
        return instances.indexed(pool, storageKeys);
    }

    private Uni<Map<StorageKey, IndexOutcome>> index(SqlConnection connection, Request request) {
        var open = new TreeMap<String, Study>();
        request.firsts().forEach((uid, first) -> {
            if (!request.admitted().closed().contains(uid)) {
                open.put(uid, newStudy(request.caller(), first));
            }
        });
        var sopUids = request.incoming().stream()
                .map(IncomingInstance::sopUid)
                .distinct()
                .toList();
        return admission
                .inForce(connection, request.admitted())
                .chain(admitted -> studies.insert(connection, open)
                        .chain(() -> studies.byUid(connection, open.keySet(), true))
                        .map(locked -> matched(admitted, locked)))
                .chain(locked -> instances
                        .known(connection, sopUids)
                        .map(known -> IndexPlan.of(
                                request.incoming(),
                                locked,
                                known,
                                request.admitted()
                                        .closedAmong(locked, request.caller().organisation())))
                        .chain(plan -> write(connection, request, locked, plan)));
    }

    private static Map<String, Study> matched(Admitted admitted, Map<String, Study> locked) {
        var matched = new LinkedHashMap<String, Study>();
        locked.forEach((uid, study) -> matched.put(uid, admitted.matched(study)));
        return matched;
    }

    private Uni<Map<StorageKey, IndexOutcome>> write(
            SqlConnection connection, Request request, Map<String, Study> locked, IndexPlan plan) {
        var receivedFrom = request.caller().clientId();
        return instances
                .insertSeries(connection, seriesOf(plan))
                .chain(() -> instances.insertInstances(connection, plan.planned()))
                .chain(fresh -> instances
                        .insertRenditions(connection, plan.planned(), receivedFrom)
                        .invoke(taken -> dropLosers(plan, taken))
                        .chain(() -> instances.grow(connection, growthOf(plan, fresh))))
                .chain(() -> finish(connection, request, locked, plan))
                .replaceWith(plan::outcomes);
    }

    private Uni<Void> finish(SqlConnection connection, Request request, Map<String, Study> locked, IndexPlan plan) {
        var touched = new HashSet<String>();
        plan.planned().forEach(each -> touched.add(each.studyId()));
        var changed = new ArrayList<Study>();
        var untouched = new ArrayList<String>();
        locked.forEach((uid, study) -> {
            if (touched.contains(study.id())) {
                changed.add(study);
            } else {
                untouched.add(study.id());
            }
        });
        var audit = changed.stream()
                .map(study -> admission.auditOf(request.caller(), study))
                .toList();
        return studies.removeEmpty(connection, untouched).chain(() -> writer.write(connection, changed, audit));
    }

    /// What another request put in between our look and our insert is that request's, not ours.
    private static void dropLosers(IndexPlan plan, Set<String> taken) {
        for (var each : List.copyOf(plan.planned())) {
            if (!taken.contains(each.instance().file().key().value())) {
                plan.lose(each);
            }
        }
    }

    private static List<SeriesOfStudy> seriesOf(IndexPlan plan) {
        var series = new TreeMap<String, SeriesOfStudy>();
        for (var each : plan.planned()) {
            series.putIfAbsent(
                    each.studyId() + each.instance().series().seriesUid(),
                    new SeriesOfStudy(each.studyId(), each.instance().series()));
        }
        return List.copyOf(series.values());
    }

    private static Map<SeriesKey, Integer> growthOf(IndexPlan plan, Set<String> fresh) {
        var growth = new LinkedHashMap<SeriesKey, Integer>();
        var counted = new HashSet<String>();
        for (Planned each : plan.planned()) {
            var sopUid = each.instance().sopUid();
            if (fresh.contains(sopUid) && counted.add(sopUid)) {
                growth.merge(
                        new SeriesKey(each.studyId(), each.instance().series().seriesUid()), 1, Integer::sum);
            }
        }
        return growth;
    }

    private static Study newStudy(Caller caller, IncomingInstance first) {
        var ownership = Study.Ownership.of(caller.organisation(), new Match.Unmatched("new"));
        return new Study(UUID.randomUUID().toString(), 0, Instant.EPOCH, ownership, first.study(), List.of(), "", 0, 0);
    }

    private record Request(
            Caller caller, List<IncomingInstance> incoming, Map<String, IncomingInstance> firsts, Admitted admitted) {}
}
