package org.meridiandx.result.matching;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `GET /results/unmatched`: reports that wait for their patient, for the laboratory that sent them.
@Path("/results/unmatched")
public class UnmatchedResource {
    private final MatchingService matching;
    private final CurrentCaller current;
    private final AuditTrail audit;
    private final Access access;

    UnmatchedResource(MatchingService matching, CurrentCaller current, AuditTrail audit, Access access) {
        this.matching = matching;
        this.current = current;
        this.audit = audit;
        this.access = access;
    }

    /// The oldest 200, the longest waiting first. A laboratory sees its own, the loader all.
    @GET
    @Produces("application/json")
    public Uni<byte[]> list() {
        var caller = current.get();
        access.requireScopeForAll(caller, Action.SEARCH, "DiagnosticReport");
        return matching.list(organisationOf(caller))
                .call(entries -> audit.record(caller, disclosed(entries)))
                .map(UnmatchedResource::json);
    }

    private static String organisationOf(Caller caller) {
        return switch (caller.role()) {
            case "loader" -> "";
            case "laboratory", "radiologist" -> caller.organisation();
            default ->
                throw ProblemException.of(
                        ProblemCode.ACCESS_DENIED, "The queue is for the laboratories whose reports wait in it.");
        };
    }

    private static List<AuditEntry> disclosed(List<Unmatched> entries) {
        return entries.isEmpty()
                ? List.of()
                : List.of(AuditEntry.search(
                        "DiagnosticReport",
                        entries.stream().map(Unmatched::reportId).toList(),
                        "",
                        "unmatched"));
    }

    private static byte[] json(List<Unmatched> entries) {
        var all = JsonNodeFactory.instance.arrayNode();
        for (var entry : entries) {
            var json = all.addObject();
            json.put("report", "DiagnosticReport/" + entry.reportId());
            json.put("reason", entry.reason());
            json.put("organisation", entry.organisation());
            json.put("since", entry.since().toString());
            json.put("attempts", entry.attempts());
            json.put("placerNumber", entry.placerNumber());
            json.put("fillerNumber", entry.fillerNumber());
            var identifiers = json.putArray("identifiers");
            entry.query()
                    .identifiers()
                    .forEach(id ->
                            identifiers.addObject().put("system", id.system()).put("value", id.value()));
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }
}
