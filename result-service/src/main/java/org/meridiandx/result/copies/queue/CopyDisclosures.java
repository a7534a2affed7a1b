package org.meridiandx.result.copies.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Specimen;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.directory.NamedPatient;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.result.copies.wire.OutgoingReport;
import org.meridiandx.result.filing.FiledReports;
import org.meridiandx.result.filing.FiledReports.Filed;
import org.meridiandx.result.filing.FiledVersion;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.result.resources.Token;

/// Decides, each time that a copy is to be sent, whether the recipient may have it: the report as
/// it stands now, the labels of all its parts, the rules and grounds of this moment.
///
/// Who asked for the test, or made the report, may say who else is to have it: that is ground
/// enough in direct care, where nothing but a relationship is missing. It opens nothing that is
/// sealed or that the patient refuses, and nothing for another purpose.
/// docs/adr/038-copies-of-reports.md.
///
/// **Hazard:** a sealed result, or one of a patient who refused, that goes out as a copy.
@ApplicationScoped
class CopyDisclosures {
    private static final String TYPE = "DiagnosticReport";
    private static final String INTERACTION = "report-copy";
    private static final String COPY_TO = "copy-to";
    private static final AccessDecision NO_RELATIONSHIP = new AccessDecision.Denied("no-relationship");
    private final FiledReports filed;
    private final PatientDirectoryClient patients;
    private final Access access;
    private final Pool pool;

    CopyDisclosures(FiledReports filed, PatientDirectoryClient patients, Access access, Pool pool) {
        this.filed = filed;
        this.patients = patients;
        this.access = access;
        this.pool = pool;
    }

    /// @return fails where nobody can decide or say who the patient is: then nothing is sent
    Uni<CopyDisclosure> of(CopyEndpoint endpoint, QueuedCopy copy) {
        return pool.withTransaction(connection -> filed.load(connection, copy.reportId()))
                .chain(found -> found.filter(report -> isWhatStands(report, copy))
                        .map(report -> decided(endpoint, copy, report))
                        .orElseGet(() -> Uni.createFrom().item(new CopyDisclosure.Overtaken())));
    }

    private static boolean isWhatStands(Filed found, QueuedCopy copy) {
        return found.report().version() == copy.version()
                && found.report().patient().isKnown();
    }

    private Uni<CopyDisclosure> decided(CopyEndpoint endpoint, QueuedCopy copy, Filed report) {
        var question = question(report);
        return access.decide(endpoint.caller(), List.of(question)).chain(decisions -> {
            var reason = reasonAgainst(endpoint, copy, decisions.getFirst());
            return reason.isEmpty()
                    ? shown(endpoint, copy, report, groundOf(decisions.getFirst()))
                    : Uni.createFrom().item(withheld(report, reason.get()));
        });
    }

    private static AccessRequest question(Filed report) {
        return AccessRequest.of(
                        Action.READ,
                        TYPE,
                        report.report().patient().patientId(),
                        report.report().organisations())
                .labelled(labels(report));
    }

    /// A line may be more sensitive than its report.
    private static Set<String> labels(Filed report) {
        var labels = new HashSet<String>();
        Stream.of(Stream.of(report.report()), report.observations().stream(), report.specimens().stream())
                .flatMap(versions -> versions)
                .map(FiledVersion.class::cast)
                .flatMap(version -> ResourceColumns.security(version.json()).stream())
                .map(Token::value)
                .forEach(labels::add);
        return labels;
    }

    /// What is masked has no form in HL7 v2.
    private static Optional<String> reasonAgainst(CopyEndpoint endpoint, QueuedCopy copy, AccessDecision decision) {
        if (decision.isMasked()) {
            return Optional.of("masked");
        }
        var isToBeCopied =
                copy.ground().equals(COPY_TO) && endpoint.caller().purpose().equals("direct-care");
        if (isToBeCopied && decision.equals(NO_RELATIONSHIP)) {
            return Optional.empty();
        }
        return decision instanceof AccessDecision.Denied denied ? Optional.of(denied.reason()) : Optional.empty();
    }

    private static String groundOf(AccessDecision decision) {
        return decision instanceof AccessDecision.Allowed allowed ? allowed.reason() : COPY_TO;
    }

    private static CopyDisclosure withheld(Filed report, String reason) {
        var id = report.report().id();
        return new CopyDisclosure.Withheld(
                reason,
                AuditEntry.denied(
                        INTERACTION, TYPE, id, report.report().patient().patientId(), reason));
    }

    private Uni<CopyDisclosure> shown(CopyEndpoint endpoint, QueuedCopy copy, Filed report, String ground) {
        var patientId = report.report().patient().patientId();
        return patients.named(patientId).map(patient -> {
            var ids = List.of(report.report().id());
            var trace = new AuditEntry("R", INTERACTION, "ok", ground, TYPE, ids, patientId, "");
            return new CopyDisclosure.Shown(outgoing(endpoint, copy, report, patient), trace);
        });
    }

    private static OutgoingReport outgoing(
            CopyEndpoint endpoint, QueuedCopy copy, Filed filed, Optional<NamedPatient> patient) {
        return new OutgoingReport(
                endpoint.profile(),
                copy.controlId(),
                copy.createdAt(),
                copy.isCorrection(),
                read(filed.report().id(), filed.report().json(), DiagnosticReport.class),
                filed.observations().stream()
                        .map(line -> read(line.id(), line.json(), Observation.class))
                        .toList(),
                filed.specimens().stream()
                        .map(sample -> read(sample.id(), sample.json(), Specimen.class))
                        .toList(),
                filed.report().patient().nhsNumber(),
                patient);
    }

    private static <T extends Resource> T read(String id, ObjectNode json, Class<T> type) {
        var resource = FhirJson.read(ResourceTree.write(json), type);
        resource.setId(id);
        return resource;
    }
}
