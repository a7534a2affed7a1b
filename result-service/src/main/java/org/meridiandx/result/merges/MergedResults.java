package org.meridiandx.result.merges;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.directory.Standing;
import org.meridiandx.directory.standing.PatientRows;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.result.filing.FiledReports;
import org.meridiandx.result.filing.FiledVersion;
import org.meridiandx.result.filing.Filing;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.filing.ResultFiling;
import org.meridiandx.result.matching.MatchingService;
import org.meridiandx.result.record.entries.EntryFiling;
import org.meridiandx.result.record.entries.EntryVersion;

/// Gives results and the shared record to the patient in force: the next version of each,
/// with its event and pointer. Earlier versions stay in the history as they were.
@ApplicationScoped
class MergedResults implements PatientRows {
    private final FiledReports filed;
    private final ResultFiling filing;
    private final EntryFiling entries;
    private final AuditTrail audit;

    MergedResults(FiledReports filed, ResultFiling filing, EntryFiling entries, AuditTrail audit) {
        this.filed = filed;
        this.entries = entries;
        this.filing = filing;
        this.audit = audit;
    }

    @Override
    public Uni<Integer> move(SqlConnection connection, Standing standing, int limit) {
        return filed.unmoved(connection, standing, limit)
                .chain(unmoved -> entries.unmoved(connection, standing, limit)
                        .chain(more -> move(connection, PatientRef.of(standing), unmoved, more)));
    }

    private Uni<Integer> move(
            SqlConnection connection, PatientRef patient, FiledReports.Unmoved unmoved, List<EntryVersion> more) {
        var reports =
                unmoved.reports().stream().map(each -> each.movedTo(patient)).toList();
        var observations = unmoved.observations().stream()
                .map(each -> each.movedTo(patient))
                .toList();
        var specimens =
                unmoved.specimens().stream().map(each -> each.movedTo(patient)).toList();
        var moved = new ArrayList<FiledVersion>(reports);
        moved.addAll(observations);
        moved.addAll(specimens);
        var record = more.stream().map(each -> each.movedTo(patient)).toList();
        moved.addAll(record);
        return moved.isEmpty()
                ? Uni.createFrom().item(0)
                : filing.file(connection, new Filing(reports, observations, specimens, trace(patient, moved)))
                        .chain(() -> entries.file(connection, record))
                        .replaceWith(moved.size());
    }

    /// One entry per type.
    private List<OutboundMessage> trace(PatientRef patient, List<FiledVersion> moved) {
        var ids = new LinkedHashMap<String, List<String>>();
        moved.forEach(
                each -> ids.computeIfAbsent(each.json().path("resourceType").asText(), type -> new ArrayList<>())
                        .add(each.id()));
        return ids.entrySet().stream()
                .map(entry -> new AuditEntry(
                        "U", "update", "ok", "", entry.getKey(), entry.getValue(), patient.patientId(), ""))
                .map(entry -> audit.message(MatchingService.ITSELF, entry))
                .toList();
    }
}
