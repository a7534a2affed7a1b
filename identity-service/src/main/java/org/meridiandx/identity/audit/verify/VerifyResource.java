package org.meridiandx.identity.audit.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.identity.audit.AuditAccess;
import org.meridiandx.identity.audit.heads.WitnessService;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `/audit`: for operators, who want to see how far a long verification is, and to carry heads from
/// one region to another.
@Path("/audit")
public class VerifyResource {
    private static final int MOST_HEADS = 1_000;
    private final VerifyService verification;
    private final WitnessService witness;
    private final AuditAccess access;
    private final CurrentCaller caller;

    VerifyResource(VerifyService verification, WitnessService witness, AuditAccess access, CurrentCaller caller) {
        this.verification = verification;
        this.witness = witness;
        this.access = access;
        this.caller = caller;
    }

    /// Verifies the whole log; one line of JSON now and then, `{"checked", "of"}`, and as the last
    /// one `{"ok", ...}`.
    ///
    /// @param body witnessed heads: an array, or one in each line, as `/audit/witnessed-heads` of
    /// another region gives them; may be empty
    @POST
    @Path("verify")
    @Consumes(MediaType.WILDCARD)
    @Produces("application/x-ndjson")
    public Multi<ObjectNode> verify(byte[] body) {
        var who = caller.get();
        var heads = WitnessedHeads.read(body);
        return access.require(who, Action.SEARCH, "")
                .onItem()
                .transformToMulti(ignored -> verification.verify(heads))
                .map(VerifyResource::lineOf);
    }

    /// What this region has witnessed of another region's log, the largest first.
    ///
    /// @param region whose log
    /// @param below only heads of smaller logs: for the next page
    @GET
    @Path("witnessed-heads")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<String> witnessedHeads(
            @QueryParam("region") @Nullable String region, @QueryParam("below") @Nullable String below) {
        if (region == null || region.isBlank()) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE, "region names the region whose heads are wanted.", "region");
        }
        return access.require(caller.get(), Action.SEARCH, "")
                .chain(() -> witness.newest(region, sizeOf(below), MOST_HEADS))
                .map(heads -> {
                    var answer = JsonNodeFactory.instance.arrayNode();
                    heads.forEach(head -> answer.add(head.toJson()));
                    return answer.toString();
                });
    }

    static ObjectNode lineOf(VerifyService.Progress progress) {
        var line = JsonNodeFactory.instance.objectNode();
        line.put("checked", progress.checked()).put("of", progress.of());
        progress.outcome().ifPresent(outcome -> putOutcome(line, outcome));
        return line;
    }

    private static void putOutcome(ObjectNode line, VerifyService.Outcome outcome) {
        var verdict = outcome.verdict();
        line.put("ok", verdict.isIntact());
        line.putObject("head")
                .put("size", outcome.state().size())
                .put("root", HexFormat.of().formatHex(outcome.state().root()))
                .put("signed", outcome.state().signedHead());
        line.put("findingCount", verdict.findingCount());
        var findings = line.putArray("findings");
        verdict.findings()
                .forEach(finding -> findings.addObject()
                        .put("from", finding.from())
                        .put("to", finding.to())
                        .put("text", finding.text()));
        var notes = line.putArray("notes");
        verdict.notes().forEach(notes::add);
    }

    private static long sizeOf(@Nullable String below) {
        try {
            return Optional.ofNullable(below).map(Long::parseLong).orElse(Long.MAX_VALUE);
        } catch (NumberFormatException bad) {
            throw ProblemException.of(ProblemCode.INVALID_PARAMETER, "below takes a number of entries.", "below");
        }
    }
}
