package org.meridiandx.order.outbound;

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
import org.meridiandx.order.outbound.OutboundRepository.Discard;
import org.meridiandx.order.outbound.OutboundService.Settled;
import org.meridiandx.partners.Settling;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `/orders/outbound`: the messages to partners that take HL7 v2 only, for those whose orders they are (for
/// operators and the loader: all). It shows no patient and nothing of what is in a message.
@Path("/orders/outbound")
public class OutboundResource {
    private static final Set<String> STATES = Set.of("", "waiting", "sent", "dead", "held", "known", "discarded");
    private final OutboundService outbound;
    private final Access access;
    private final CurrentCaller caller;

    OutboundResource(OutboundService outbound, Access access, CurrentCaller caller) {
        this.outbound = outbound;
        this.access = access;
        this.caller = caller;
    }

    /// What is not settled, or what is in one state.
    @GET
    @Produces("application/json")
    public Uni<List<OutboundRepository.Message>> list(@QueryParam("state") @DefaultValue("") String state) {
        var who = caller.get();
        access.requireScopeForAll(who, Action.SEARCH, "ServiceRequest");
        if (!STATES.contains(state)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE,
                    "The states are waiting, sent, dead, held, known and discarded.",
                    "state");
        }
        return outbound.list(Settling.organisationOf(who), state);
    }

    /// Sends a refused message again.
    @POST
    @Path("{id}/{operation:(\\$|%24)replay}")
    public Uni<Response> replay(@PathParam("id") String id) {
        var who = caller.get();
        access.requireScopeForAll(who, Action.UPDATE, "ServiceRequest");
        return outbound.replay(number(id), Settling.organisationOf(who), who).map(OutboundResource::answer);
    }

    /// What is said when a message is discarded.
    ///
    /// @param reason what was done instead, 1 to 500 characters; no word of the patient
    /// @param heldToo whether those held behind it are discarded with it
    public record Discarding(@Nullable String reason, boolean heldToo) {}

    /// Settles a refused message that was dealt with in another way.
    @POST
    @Path("{id}/{operation:(\\$|%24)discard}")
    @Consumes("application/json")
    public Uni<Response> discard(@PathParam("id") String id, @Nullable Discarding said) {
        var who = caller.get();
        access.requireScopeForAll(who, Action.UPDATE, "ServiceRequest");
        var why = new Discard(
                Settling.by(who),
                Settling.reasonOf(said == null ? null : said.reason()),
                said != null && said.heldToo());
        return outbound.discard(number(id), Settling.organisationOf(who), why, who)
                .map(OutboundResource::answer);
    }

    private static Response answer(Settled result) {
        return switch (result) {
            case Settled.Done ignored -> Response.accepted().build();
            case Settled.NotDead other ->
                throw ProblemException.of(
                        ProblemCode.ILLEGAL_TRANSITION,
                        "The message is " + other.state() + "; only one that was refused (dead) can be settled.");
            case Settled.Missing ignored -> throw missing();
        };
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException none) {
            throw missing();
        }
    }

    private static ProblemException missing() {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no such message here.");
    }
}
