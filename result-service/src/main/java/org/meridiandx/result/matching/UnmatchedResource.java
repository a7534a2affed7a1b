package org.meridiandx.result.matching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.resources.ResourceTree;

/// `/results/unmatched`: reports that wait for their patient, for the laboratory that sent them.
@Path("/results/unmatched")
public class UnmatchedResource {
    private static final Set<String> PARAMETERS = Set.of("_count", "_cursor", "reason");
    private static final int LONGEST_REASON = 1_000;
    private final MatchingService matching;
    private final DecisionService decisions;
    private final CurrentCaller current;
    private final Audited audited;
    private final Clock clock;

    UnmatchedResource(
            MatchingService matching, DecisionService decisions, CurrentCaller current, Audited audited, Clock clock) {
        this.matching = matching;
        this.decisions = decisions;
        this.current = current;
        this.audited = audited;
        this.clock = clock;
    }

    /// The longest waiting first. A laboratory sees its own, the roles loader and operator all.
    @GET
    @Produces("application/json")
    public Uni<Response> list(@Context UriInfo uri) {
        var caller = caller(Action.SEARCH);
        var given = uri.getQueryParameters();
        given.forEach((name, values) -> {
            if (!PARAMETERS.contains(name) || values.size() != 1) {
                throw UnmatchedPage.ofParameter(name, "is not supported here, or stands twice.");
            }
        });
        var page = UnmatchedPage.of(
                organisationOf(caller), given.getFirst("reason"), given.getFirst("_count"), given.getFirst("_cursor"));
        return matching.list(page)
                .call(entries -> audited.audit().record(caller, disclosed(entries)))
                .map(entries -> answer(page, entries));
    }

    /// One entry, with whom each of its identifiers names.
    @GET
    @Path("{id}")
    @Produces("application/json")
    public Uni<byte[]> look(@PathParam("id") String id) {
        var caller = caller(Action.READ);
        return decisions
                .look(organisationOf(caller), known(id))
                .call(item -> audited.audit().record(caller, List.of(AuditEntry.read("DiagnosticReport", id, ""))))
                .map(UnmatchedResource::json);
    }

    /// `{"patient": "Patient/…", "reason": "…"}`: it is this patient's. Safe to repeat.
    @POST
    @Path("{id}/{operation:(\\$|%24)resolve}")
    @Consumes("application/json")
    @Produces("application/json")
    public Uni<byte[]> resolve(@PathParam("id") String id, byte[] body) {
        var caller = caller(Action.UPDATE);
        var json = ResourceTree.parseObject(body);
        var patient = text(json, "patient", 200).replaceFirst("^Patient/", "");
        return decisions
                .resolve(caller, organisationOf(caller), decision(caller, id, patient, json), audited.access())
                .map(UnmatchedResource::json);
    }

    /// `{"reason": "…"}`: it is no result of anybody. Safe to repeat.
    @POST
    @Path("{id}/{operation:(\\$|%24)reject}")
    @Consumes("application/json")
    @Produces("application/json")
    public Uni<byte[]> reject(@PathParam("id") String id, byte[] body) {
        var caller = caller(Action.UPDATE);
        return decisions
                .reject(caller, organisationOf(caller), decision(caller, id, "", ResourceTree.parseObject(body)))
                .map(UnmatchedResource::json);
    }

    private Caller caller(Action action) {
        var caller = current.get();
        audited.access().requireScopeForAll(caller, action, "DiagnosticReport");
        return caller;
    }

    private static String organisationOf(Caller caller) {
        return switch (caller.role()) {
            case "loader", "operator" -> "";
            case "laboratory", "radiologist" -> caller.organisation();
            default ->
                throw ProblemException.of(
                        ProblemCode.ACCESS_DENIED, "The queue is for the laboratories whose reports wait in it.");
        };
    }

    private Decision decision(Caller caller, String id, String patient, JsonNode body) {
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Decision(known(id), patient, "", text(body, "reason", LONGEST_REASON), caller.actor(), at);
    }

    /// What is no id names nothing that waits.
    private static String known(String id) {
        return id.matches("[A-Za-z0-9.-]{1,64}") ? id : "";
    }

    private static String text(JsonNode body, String name, int longest) {
        var text = body.path(name).asText("").strip().replace("\0", "");
        if (text.isEmpty() || text.length() > longest) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE, name + " is a text of 1 to " + longest + " characters.", name);
        }
        return text;
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

    private static Response answer(UnmatchedPage page, List<Unmatched> entries) {
        var all = JsonNodeFactory.instance.arrayNode();
        entries.forEach(entry -> all.add(tree(entry)));
        var response = Response.ok(bytes(all));
        if (entries.size() == page.size()) {
            var next = "/results/unmatched?_count=" + page.size()
                    + (page.reason().isEmpty() ? "" : "&reason=" + page.reason()) + "&_cursor="
                    + UnmatchedPage.after(entries.getLast());
            response.header("Link", "<" + next + ">; rel=\"next\"");
        }
        return response.build();
    }

    private static ObjectNode tree(Unmatched entry) {
        var json = JsonNodeFactory.instance.objectNode();
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
                .forEach(
                        id -> identifiers.addObject().put("system", id.system()).put("value", id.value()));
        return json;
    }

    private static byte[] json(DecisionService.Item item) {
        var json = tree(item.entry());
        json.put("birthDate", item.entry().query().birthDate());
        var candidates = json.putArray("candidates");
        for (var candidate : item.candidates()) {
            var one = candidates.addObject();
            one.putObject("by")
                    .put("system", candidate.by().system())
                    .put("value", candidate.by().value());
            if (!candidate.patientId().isEmpty()) {
                one.put("patient", "Patient/" + candidate.patientId());
            }
            candidate.agrees().ifPresent(agrees -> one.put("birthDateAgrees", agrees));
        }
        return bytes(json);
    }

    private static byte[] json(Decision decision) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("report", "DiagnosticReport/" + decision.reportId());
        json.put("decision", decision.isRejection() ? "rejected" : "resolved");
        if (!decision.isRejection()) {
            json.put("patient", "Patient/" + decision.patientId());
        }
        json.put("reason", decision.reason()).put("by", decision.actor());
        json.put("at", decision.at().toString());
        return bytes(json);
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
