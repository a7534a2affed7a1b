package org.meridiandx.result.submission;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meridiandx.fhir.IdentifierQuery;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.filing.ResultFiling;
import org.meridiandx.result.filing.ResultFiling.OnRecord;
import org.meridiandx.result.filing.ResultFiling.Part;

/// What of a submission is on record already: by `If-None-Exist`, and reports by their number.
@ApplicationScoped
class ExistingResources {
    private static final Map<String, String> TABLES =
            Map.of("DiagnosticReport", "diagnostic_report", "Observation", "observation", "Specimen", "specimen");
    private final ResultFiling filing;

    ExistingResources(ResultFiling filing) {
        this.filing = filing;
    }

    /// @param byPlace matches of `If-None-Exist`, by the place of the item
    /// @param byKey reports on record, locked
    /// @param parts their lines and specimens
    record Found(Map<String, Submitted> byPlace, Map<String, OnRecord> byKey, List<Part> parts) {}

    Uni<Found> find(SqlClient connection, Submission submission, List<Resolved> items) {
        var byPlace = new HashMap<String, Submitted>();
        Uni<Void> asked = Uni.createFrom().voidItem();
        for (var item : items) {
            if (item.item().ifNoneExist().isPresent()) {
                asked = asked.chain(() -> ifNoneExist(connection, item, byPlace));
            }
        }
        var keys = items.stream()
                .filter(item -> item.type().equals("DiagnosticReport"))
                .map(SubmissionPlanner::keyOf)
                .filter(key -> !key.isEmpty())
                .sorted()
                .toList();
        return asked.chain(() -> filing.findByKeys(connection, keys))
                .chain(byKey -> filing.findParts(
                                connection,
                                byKey.values().stream().map(OnRecord::id).toList())
                        .map(parts -> new Found(byPlace, byKey, parts)));
    }

    private static Uni<Void> ifNoneExist(SqlClient connection, Resolved item, Map<String, Submitted> byPlace) {
        var asked = IdentifierQuery.parse(item.item().ifNoneExist().orElse(""));
        var table = TABLES.getOrDefault(item.type(), "");
        var sql = "select r.id, r.version from " + table + " r join " + table
                + "_identifier i on i.resource_id = r.id where i.value = $1 and ($2 = '' or i.system = $2)"
                + " and r.patient_id = $3 limit 2";
        var patientId = item.match().patient().patientId();
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(asked.value(), asked.system(), patientId))
                .invoke(rows -> {
                    if (rows.size() > 1) {
                        throw ProblemException.of(
                                ProblemCode.MULTIPLE_MATCHES,
                                "If-None-Exist matches more than one resource.",
                                item.item().place());
                    }
                    rows.forEach(row -> byPlace.put(
                            item.item().place(),
                            new Submitted(
                                    item.type(), row.getString(0), row.getInteger(1), Submitted.Outcome.EXISTING)));
                })
                .replaceWithVoid();
    }
}
