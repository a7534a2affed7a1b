package org.meridiandx.imaging.studies;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.meridiandx.directory.standing.PatientStandings;
import org.meridiandx.fhir.SecurityLabels;
import org.meridiandx.imaging.matching.Match;
import org.meridiandx.imaging.matching.PatientMatcher;

/// Gives studies their patient or order when these become known.
///
/// Each study is asked for outside, and changed inside, a transaction of its own; doing it again
/// changes nothing.
@ApplicationScoped
public class RematchService {
    private static final Logger LOG = Logger.getLogger(RematchService.class);
    private static final String WAITING = "match_state <> 'matched' and instance_count > 0";
    private static final String TOUCH = "update study set match_checked_at = now() where id = $1";
    private static final String LABELS_KNOWN = """
            update study set labels_known = true
            where id = any ($1) and order_id = $2 and security_labels @> $3""";
    /// Twice as far each time: behind any number of others after a few rounds.
    private static final String PUT_BACK = """
            update study set match_checked_at = greatest('1970-01-01',
                least(match_checked_at, now()) - (now() - least(match_checked_at, now())) - interval '1 minute')
            where id = any ($1) and not labels_known""";
    private static final String OF_REPORT = """
            accession_number = $1 and not security_labels @> $3 and patient_id = coalesce(
                (select p.patient_id from patient_standing p where p.recorded_patient_id = $2), $2)""";
    private final Pool pool;
    private final StudyRepository repository;
    private final OwnChanges changes;
    private final PatientMatcher matcher;
    private final PatientStandings standings;

    RematchService(
            Pool pool,
            StudyRepository repository,
            OwnChanges changes,
            PatientMatcher matcher,
            PatientStandings standings) {
        this.pool = pool;
        this.repository = repository;
        this.changes = changes;
        this.matcher = matcher;
        this.standings = standings;
    }

    /// Gives the studies of an order its security labels.
    public Uni<Void> label(String orderId, Set<SecurityLabels.Label> labels) {
        return label("order_id = $1 and not security_labels @> $2", Tuple.of(orderId, textsOf(labels)), labels);
    }

    /// Gives the studies of a report its security labels.
    public Uni<Void> label(ReportLabels.Labelled report) {
        var arguments = Tuple.of(report.accessionNumber(), report.recordedPatientId(), textsOf(report.labels()));
        return label(OF_REPORT, arguments, report.labels());
    }

    private Uni<Void> label(String condition, Tuple arguments, Set<SecurityLabels.Label> labels) {
        return repository
                .waiting(pool, condition, arguments)
                .chain(studies -> Multi.createFrom()
                        .iterable(studies)
                        .onItem()
                        .transformToUniAndConcatenate(
                                study -> pool.withTransaction(connection -> label(connection, study, labels)))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Void> label(SqlConnection connection, Study seen, Set<SecurityLabels.Label> labels) {
        return repository.byIdForUpdate(connection, seen.id()).chain(found -> {
            var labelled = found.stream()
                    .map(study -> study.with(study.ownership().labelled(labels)))
                    .toList();
            return labelled.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : changes.write(
                            connection,
                            labelled,
                            labelled.getFirst().ownership().patientId());
        });
    }

    /// Asks for the labels of the orders of studies that got their order since they were asked for last.
    ///
    /// **Hazard:** an order that becomes sensitive between the question that found it and the
    /// commit of its study: the event finds no study. So it is asked for again after the commit.
    /// The latest studies come first, each order is asked for once, and the first that nobody
    /// answers for ends the round.
    public Uni<Void> labelNew() {
        return repository
                .unlabelled(pool)
                .chain(studies -> Multi.createFrom()
                        .iterable(byOrder(studies).entrySet())
                        .onItem()
                        .transformToUniAndConcatenate(order -> labelOrPutBack(order.getKey(), order.getValue()))
                        .select()
                        .first(isAnswered -> isAnswered)
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /// Ids of studies by the id of their order.
    private static Map<String, List<String>> byOrder(List<Study> studies) {
        return studies.stream()
                .collect(Collectors.groupingBy(
                        study -> study.ownership().orderId(),
                        LinkedHashMap::new,
                        Collectors.mapping(Study::id, Collectors.toList())));
    }

    /// One that fails goes back in the row, and holds up no other.
    ///
    /// @return whether others are worth asking for now
    private Uni<Boolean> labelOrPutBack(String orderId, List<String> studies) {
        return labelNew(orderId, studies)
                .onFailure()
                .invoke(fault -> LOG.errorf(
                        "studies of order %s keep waiting for their labels: %s",
                        orderId, fault.getClass().getName()))
                .onFailure()
                .recoverWithUni(() -> putBack(studies).replaceWith(true));
    }

    private Uni<Boolean> labelNew(String orderId, List<String> studies) {
        return matcher.labelsOfOrder(orderId)
                .chain(labels -> labels.isEmpty()
                        ? putBack(studies).replaceWith(false)
                        : label(orderId, labels.get())
                                .chain(() -> labelsKnown(orderId, studies, labels.get()))
                                .replaceWith(true));
    }

    /// Of these studies alone: another of the same order may have come in since the order was asked
    /// for.
    private Uni<Void> labelsKnown(String orderId, List<String> studies, Set<SecurityLabels.Label> labels) {
        return pool.preparedQuery(LABELS_KNOWN)
                .execute(Tuple.of(studies.toArray(String[]::new), orderId, textsOf(labels)))
                .replaceWithVoid();
    }

    private Uni<Void> putBack(List<String> studies) {
        return pool.preparedQuery(PUT_BACK)
                .execute(Tuple.of(studies.toArray(String[]::new)))
                .replaceWithVoid();
    }

    private static String[] textsOf(Set<SecurityLabels.Label> labels) {
        return labels.stream().map(SecurityLabels.Label::toString).toArray(String[]::new);
    }

    /// Tries those that were tried longest ago, and not in the last seconds.
    public Uni<Void> rematchWaiting(int batch) {
        var condition = WAITING + " and match_checked_at < now() - interval '5 seconds'";
        return repository
                .waiting(pool, condition, Tuple.tuple())
                .map(found -> found.subList(0, Math.min(batch, found.size())))
                .chain(this::rematchAll);
    }

    /// Tries the studies of an order that was placed or changed.
    public Uni<Void> rematchAccession(String accessionNumber) {
        var condition =
                "accession_number = $1 and instance_count > 0 and (match_state <> 'matched' or order_id is null)";
        return repository.waiting(pool, condition, Tuple.of(accessionNumber)).chain(this::rematchAll);
    }

    /// Tries the studies that name a patient by NHS number.
    public Uni<Void> rematchPatient(String patientId) {
        return matcher.nhsNumberOf(patientId)
                .chain(number -> number.isEmpty()
                        ? Uni.createFrom().item(List.<Study>of())
                        : repository.waiting(pool, WAITING + " and dicom_patient_id = $1", Tuple.of(number)))
                .chain(this::rematchAll);
    }

    private Uni<Void> rematchAll(List<Study> studies) {
        return Multi.createFrom()
                .iterable(studies)
                .onItem()
                .transformToUniAndConcatenate(this::rematchOrTouch)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /// One that fails goes to the end of the row, and holds up no other.
    private Uni<Void> rematchOrTouch(Study study) {
        return rematch(study)
                .onFailure()
                .invoke(fault -> LOG.errorf(
                        "study %s keeps waiting for its patient: %s",
                        study.id(), fault.getClass().getName()))
                .onFailure()
                .recoverWithUni(() -> touch(study));
    }

    private Uni<Void> touch(Study study) {
        return pool.preparedQuery(TOUCH).execute(Tuple.of(study.id())).replaceWithVoid();
    }

    private Uni<Void> rematch(Study study) {
        var claims = study.attributes().claims(study.ownership().custodian());
        return matcher.match(claims).chain(match -> change(study, match));
    }

    private Uni<Void> change(Study study, Match match) {
        var wanted = Study.Ownership.of(study.ownership().custodian(), match).after(study.ownership());
        var isLoss = study.ownership().isMatched() && wanted.state() == MatchState.UNMATCHED;
        if (isLoss || wanted.equals(study.ownership())) {
            return touch(study);
        }
        return pool.withTransaction(connection -> standings
                .inForce(connection, List.of(wanted.recordedPatientId()))
                .chain(kept -> change(
                        connection, study, Study.Ownership.of(study.ownership().custodian(), match.in(kept)))));
    }

    /// Only if nobody changed it since it was looked at; else it will come up again.
    private Uni<Void> change(SqlConnection connection, Study seen, Study.Ownership wanted) {
        return repository.byIdForUpdate(connection, seen.id()).chain(found -> {
            var isAsSeen = !found.isEmpty() && found.getFirst().ownership().equals(seen.ownership());
            var owned = wanted.after(seen.ownership());
            return isAsSeen
                    ? changes.write(connection, List.of(found.getFirst().with(owned)), owned.patientId())
                    : Uni.createFrom().voidItem();
        });
    }
}
