package org.meridiandx.result.matching;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.directory.standing.KeptStandings;
import org.meridiandx.directory.standing.PatientStandings;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.result.filing.FiledReports;
import org.meridiandx.result.filing.Filing;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.filing.ResultFiling;

/// Where every door brings what it has planned, within its transaction.
@ApplicationScoped
public class FilingDesk {
    private final ResultFiling filing;
    private final FiledReports filed;
    private final MatchingService matching;
    private final PatientStandings standings;
    private final AuditTrail audit;

    FilingDesk(Filings filings, MatchingService matching) {
        this.filing = filings.filing();
        this.filed = filings.filed();
        this.matching = matching;
        this.standings = filings.standings();
        this.audit = filings.audit();
    }

    public ResultFiling filing() {
        return filing;
    }

    /// Where the records of these patients stand, until the transaction ends: to be asked before
    /// anything is planned for them.
    public Uni<KeptStandings> inForce(SqlClient connection, Collection<PatientRef> patients) {
        return standings.inForce(
                connection, patients.stream().map(PatientRef::recordedPatientId).toList());
    }

    /// Reports on record with all that came with them, locked, by id.
    public Uni<Map<String, FiledReports.Filed>> load(SqlClient connection, List<String> reportIds) {
        Uni<Map<String, FiledReports.Filed>> all = Uni.createFrom().item(HashMap::new);
        for (var id : reportIds) {
            all = all.call(found ->
                    filed.load(connection, id).invoke(report -> report.ifPresent(r -> found.put(id, r))));
        }
        return all;
    }

    /// Files results; those without a patient wait in the queue.
    public Uni<Void> file(SqlClient connection, Filing planned, List<Unmatched> waiting) {
        var statements = new ArrayList<Uni<Void>>();
        waiting.forEach(entry -> statements.add(matching.enqueue(connection, entry)));
        statements.add(filing.file(connection, planned).replaceWithVoid());
        return Uni.join().all(statements).andFailFast().replaceWithVoid();
    }

    public OutboundMessage trace(Caller caller, AuditEntry entry) {
        return audit.message(caller, entry);
    }
}
