package org.meridiandx.result.matching;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.directory.standing.PatientStandings;
import org.meridiandx.result.filing.FiledReports;
import org.meridiandx.result.filing.Filing;
import org.meridiandx.result.filing.ObservationVersion;
import org.meridiandx.result.filing.OrderLink;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.filing.ReportVersion;
import org.meridiandx.result.filing.ResultFiling;
import org.meridiandx.result.filing.SpecimenVersion;
import org.meridiandx.result.filing.SubjectReference;

/// Files a report that waited: with its patient, or as one that is no result. All of it is one
/// transaction of the caller's, the report's lines and specimens included.
@ApplicationScoped
class QueueFiling {
    private final Pool pool;
    private final FiledReports filed;
    private final ResultFiling filing;
    private final PatientStandings standings;
    private final AuditTrail audit;

    QueueFiling(Pool pool, Filings filings) {
        this.pool = pool;
        this.filed = filings.filed();
        this.filing = filings.filing();
        this.standings = filings.standings();
        this.audit = filings.audit();
    }

    Pool pool() {
        return pool;
    }

    /// @param interaction as the audit names it
    record By(Caller caller, String interaction) {}

    /// Gives the report to the patient in force.
    Uni<Void> attach(SqlClient connection, Unmatched entry, PatientRef patient, Optional<OrderLink> order, By by) {
        var link = order.orElse(OrderLink.numbers(entry.placerNumber(), entry.fillerNumber()));
        return standings
                .inForce(connection, List.of(patient.recordedPatientId()))
                .chain(kept -> filed.load(connection, entry.reportId())
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : filing.fileMatched(connection, next(found.get(), patient.in(kept), link, by))
                                        .replaceWithVoid()));
    }

    /// Marks the report and its lines as entered in error; it stays nobody's.
    Uni<Void> withdraw(SqlClient connection, String reportId, By by) {
        return filed.load(connection, reportId)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : filing.file(connection, withdrawn(found.get(), by)).replaceWithVoid());
    }

    private Filing withdrawn(FiledReports.Filed filed, By by) {
        var report = filed.report();
        report.json().put("status", "entered-in-error");
        filed.observations().forEach(line -> line.json().put("status", "entered-in-error"));
        var entry = AuditEntry.change("U", by.interaction(), "DiagnosticReport", report.id(), "");
        return new Filing(
                List.of(next(report, report.patient(), report.order(), report.organisations())),
                filed.observations().stream()
                        .map(line -> next(line, line.patient(), report.order(), line.organisations()))
                        .toList(),
                List.of(),
                List.of(audit.message(by.caller(), entry)));
    }

    private Filing next(FiledReports.Filed filed, PatientRef patient, OrderLink order, By by) {
        var report = filed.report();
        var organisations = new HashSet<>(report.organisations());
        organisations.add(order.requester());
        organisations.add(order.performer());
        organisations.remove("");
        SubjectReference.set(report.json(), patient);
        SubjectReference.setOrder(report.json(), order);
        filed.observations().forEach(line -> SubjectReference.set(line.json(), patient));
        filed.specimens().forEach(sample -> SubjectReference.set(sample.json(), patient));
        var entry = AuditEntry.change("U", by.interaction(), "DiagnosticReport", report.id(), patient.patientId());
        return new Filing(
                List.of(next(report, patient, order, organisations)),
                filed.observations().stream()
                        .map(line -> next(line, patient, order, organisations))
                        .toList(),
                filed.specimens().stream()
                        .map(sample -> next(sample, patient, organisations))
                        .toList(),
                List.of(audit.message(by.caller(), entry)));
    }

    private static ReportVersion next(
            ReportVersion report, PatientRef patient, OrderLink order, Set<String> organisations) {
        return new ReportVersion(
                report.id(),
                report.version() + 1,
                report.json(),
                patient,
                order,
                organisations,
                report.key(),
                report.contentHash());
    }

    private static ObservationVersion next(
            ObservationVersion line, PatientRef patient, OrderLink order, Set<String> organisations) {
        return new ObservationVersion(
                line.id(),
                line.version() + 1,
                line.json(),
                patient,
                organisations,
                line.reportId(),
                line.key(),
                order.orderId());
    }

    private static SpecimenVersion next(SpecimenVersion sample, PatientRef patient, Set<String> organisations) {
        return new SpecimenVersion(
                sample.id(),
                sample.version() + 1,
                sample.json(),
                patient,
                organisations,
                sample.reportId(),
                sample.key());
    }
}
