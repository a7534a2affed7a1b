package org.meridiandx.result.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.Caller;
import org.meridiandx.directory.OrderQuery;
import org.meridiandx.directory.standing.KeptStandings;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.outbox.Inbox;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.result.filing.Filing;
import org.meridiandx.result.filing.OrderLink;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.filing.Races;
import org.meridiandx.result.filing.ResultFiling;
import org.meridiandx.result.matching.Directories;
import org.meridiandx.result.matching.FilingDesk;
import org.meridiandx.result.matching.PatientMatch;
import org.meridiandx.result.oru.Drafts;
import org.meridiandx.result.oru.OruAdmission;
import org.meridiandx.telemetry.CorrelationIds;

/// Takes one HL7 v2 result message: parse, match, one transaction, then the acknowledgement.
///
/// The patient and the order are looked for before the transaction, never inside it. The same bytes
/// again have no second effect and get the same answer. This is a hot path: plain statements,
/// pipelined, in three round trips.
@ApplicationScoped
public class IntakeService {
    private final Pool pool;
    private final Inbox inbox;
    private final IntakeRepository messages;
    private final Directories directories;
    private final FilingDesk desk;

    IntakeService(Pool pool, Inbox inbox, IntakeRepository messages, Directories directories, FilingDesk desk) {
        this.pool = pool;
        this.inbox = inbox;
        this.messages = messages;
        this.directories = directories;
        this.desk = desk;
    }

    /// @param admission what the message was mapped to
    /// @return `AA` after commit; `AE` or `AR` with what to do, the message being kept all the same
    Uni<Acknowledgement> take(Arrived message, OruAdmission admission) {
        CorrelationIds.begin(Optional.empty());
        return switch (admission) {
            case OruAdmission.Refused refused -> keepRefused(message, refused.answer());
            case OruAdmission.Admitted admitted ->
                match(message.sender(), admitted.draft())
                        .chain(matched -> file(message, matched))
                        .replaceWith(Acknowledgement.accepted(admitted.draft().warnings()));
        };
    }

    private Uni<Acknowledgement> keepRefused(Arrived message, Acknowledgement answer) {
        return messages.keep(pool, message, answer.code(), List.of()).replaceWith(answer);
    }

    private Uni<MatchedMessage> match(Sender sender, Drafts.Message draft) {
        return Multi.createFrom()
                .iterable(draft.patients())
                .onItem()
                .transformToUniAndConcatenate(this::match)
                .collect()
                .asList()
                .map(matched -> new MatchedMessage(sender, matched));
    }

    private Uni<MatchedMessage.Patient> match(Drafts.Patient patient) {
        return directories
                .findPatient(patient.query())
                .chain(match -> matchOrders(patient, match)
                        .map(reports -> new MatchedMessage.Patient(patient, match, reports)));
    }

    private Uni<List<MatchedMessage.Report>> matchOrders(Drafts.Patient patient, PatientMatch match) {
        return Multi.createFrom()
                .iterable(patient.reports())
                .onItem()
                .transformToUniAndConcatenate(report -> matchOrder(report, match))
                .collect()
                .asList();
    }

    private Uni<MatchedMessage.Report> matchOrder(Drafts.Report report, PatientMatch match) {
        var numbers = OrderLink.numbers(report.placerNumber(), report.fillerNumber());
        if (!match.patient().isKnown()) {
            return Uni.createFrom().item(new MatchedMessage.Report(report, numbers));
        }
        var query = OrderQuery.ofNumbers(
                report.placerNumber(), report.fillerNumber(), match.patient().patientId());
        return directories
                .findOrder(query)
                .map(order -> new MatchedMessage.Report(
                        report, order.map(found -> withNumbers(found, numbers)).orElse(numbers)));
    }

    /// The order's own numbers, and the sender's where the order has none.
    private static OrderLink withNumbers(OrderLink order, OrderLink sent) {
        return new OrderLink(
                order.orderId(),
                order.placerNumber().isEmpty() ? sent.placerNumber() : order.placerNumber(),
                sent.fillerNumber().isEmpty() ? order.fillerNumber() : sent.fillerNumber(),
                order.accessionNumber(),
                order.requester(),
                order.performer());
    }

    /// Two messages may create the same report at the same time: the loser of the race starts again
    /// and finds it.
    private Uni<Void> file(Arrived message, MatchedMessage matched) {
        return Races.inTransaction(pool, connection -> fileOnce(connection, message, matched));
    }

    private Uni<Void> fileOnce(SqlClient connection, Arrived message, MatchedMessage matched) {
        var key = message.key();
        var accepted = inbox.accept(connection, key.source(), key.id());
        var onRecord = desk.filing().findByKeys(connection, matched.keys());
        return Uni.combine()
                .all()
                .unis(accepted, onRecord)
                .asTuple()
                .chain(found -> found.getItem1()
                        ? fileNew(connection, message, matched, found.getItem2())
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> fileNew(
            SqlClient connection,
            Arrived message,
            MatchedMessage matched,
            Map<String, ResultFiling.OnRecord> onRecord) {
        var ids = onRecord.values().stream().map(ResultFiling.OnRecord::id).toList();
        var prior = matched.buildsOnWhatIsOnRecord() ? ids : List.<String>of();
        return Uni.combine()
                .all()
                .unis(
                        desk.inForce(connection, owners(matched, onRecord)),
                        desk.filing().findParts(connection, ids),
                        desk.load(connection, prior))
                .asTuple()
                .map(found -> plan(
                        matched,
                        found.getItem1(),
                        new FilingPlanner.OnFile(onRecord, found.getItem2(), found.getItem3())))
                .chain(plan -> write(connection, message, plan));
    }

    private static List<PatientRef> owners(MatchedMessage matched, Map<String, ResultFiling.OnRecord> onRecord) {
        var owners = new ArrayList<PatientRef>();
        matched.patients().forEach(patient -> owners.add(patient.match().patient()));
        onRecord.values().forEach(known -> owners.add(known.patient()));
        return owners;
    }

    private static FilingPlan plan(MatchedMessage matched, KeptStandings standings, FilingPlanner.OnFile file) {
        var known = new HashMap<String, ResultFiling.OnRecord>();
        file.reports().forEach((key, report) -> known.put(key, report.in(standings)));
        return FilingPlanner.plan(
                matched.copyIn(standings), new FilingPlanner.OnFile(known, file.parts(), file.prior()));
    }

    private Uni<Void> write(SqlClient connection, Arrived message, FilingPlan plan) {
        var reportIds = plan.reports().stream().map(report -> report.id()).toList();
        var filing = new Filing(plan.reports(), plan.observations(), plan.specimens(), audit(message.by(), plan));
        var statements = new ArrayList<Uni<Void>>();
        statements.add(messages.keep(connection, message, "AA", reportIds));
        statements.add(desk.file(connection, filing, plan.unmatched()));
        return Uni.join().all(statements).andFailFast().replaceWithVoid();
    }

    private List<OutboundMessage> audit(Caller caller, FilingPlan plan) {
        return plan.reports().stream()
                .map(report -> AuditEntry.change(
                        report.version() == 1 ? "C" : "U",
                        report.version() == 1 ? "create" : "update",
                        "DiagnosticReport",
                        report.id(),
                        report.patient().patientId()))
                .map(entry -> desk.trace(caller, entry))
                .toList();
    }
}
