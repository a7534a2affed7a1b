package org.meridiandx.result.copies;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.partners.Settling;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.copies.CopyRepository.Wanted;
import org.meridiandx.result.copies.CopyService.Settled;

/// `/results/copies`: the copies for recipients that take HL7 v2 or files only, for those who made
/// the reports or are to have them (for operators and the loader: all). It shows no patient and
/// nothing of what is in a report.
@Path("/results/copies")
public class CopyResource {
    private static final Set<String> STATES =
            Set.of("", "waiting", "sent", "dead", "withheld", "overtaken", "discarded");
    private final CopyService copies;
    private final Access access;
    private final CurrentCaller current;

    CopyResource(CopyService copies, Access access, CurrentCaller current) {
        this.copies = copies;
        this.access = access;
        this.current = current;
    }

    /// What is not settled, or what is in one state: 200 of them, oldest first.
    ///
    /// @param after id of the last one of the page before
    @GET
    @Produces("application/json")
    public Uni<List<CopyRepository.Copy>> list(
            @QueryParam("state") @DefaultValue("") String state, @QueryParam("after") @DefaultValue("0") String after) {
        var caller = current.get();
        access.requireScopeForAll(caller, Action.SEARCH, "DiagnosticReport");
        if (!STATES.contains(state)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE,
                    "The states are waiting, sent, dead, withheld, overtaken and discarded.",
                    "state");
        }
        if (!after.matches("\\d{1,18}")) {
            throw ProblemException.of(ProblemCode.INVALID_VALUE, "The id of a copy is a number.", "after");
        }
        return copies.list(new Wanted(Settling.organisationOf(caller), state, Long.parseLong(after)));
    }

    /// Sends what was refused, withheld, or handed over as a file that nobody acknowledges, again,
    /// where it may be sent now.
    @POST
    @Path("{id}/{operation:(\\$|%24)replay}")
    public Uni<Response> replay(@PathParam("id") String id) {
        var caller = current.get();
        access.requireScopeForAll(caller, Action.UPDATE, "DiagnosticReport");
        return copies.replay(number(id), Settling.organisationOf(caller), caller)
                .map(CopyResource::answer);
    }

    /// What is said when a copy is discarded.
    ///
    /// @param reason what was done instead, 1 to 500 characters; no word of the patient
    public record Discarding(@Nullable String reason) {}

    /// Settles what was dealt with in another way.
    @POST
    @Path("{id}/{operation:(\\$|%24)discard}")
    @Consumes("application/json")
    public Uni<Response> discard(@PathParam("id") String id, @Nullable Discarding said) {
        var caller = current.get();
        access.requireScopeForAll(caller, Action.UPDATE, "DiagnosticReport");
        return copies.discard(
                        number(id),
                        Settling.organisationOf(caller),
                        caller,
                        Settling.reasonOf(said == null ? null : said.reason()))
                .map(CopyResource::answer);
    }

    private static Response answer(Settled result) {
        return switch (result) {
            case Settled.Done ignored -> Response.accepted().build();
            case Settled.NotStuck other ->
                throw ProblemException.of(
                        ProblemCode.ILLEGAL_TRANSITION,
                        "The copy is " + other.state()
                                + "; only one that is dead, withheld or handed over as a file can be settled.");
            case Settled.Missing ignored -> throw missing();
        };
    }

    private static long number(String id) {
        if (!id.matches("\\d{1,18}")) {
            throw missing();
        }
        return Long.parseLong(id);
    }

    private static ProblemException missing() {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no such copy here.");
    }
}
