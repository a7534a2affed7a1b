package org.meridiandx.result.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.resources.ResourceTree;

/// `POST /feeds/$replay`: messages that were refused are taken anew, after the region has learnt to
/// read them. For the roles operator and loader. Safe to repeat: what was taken is not taken again.
@Path("/feeds")
public class ReplayResource {
    private static final int MOST = 1_000;
    private final ReplayService replays;
    private final CurrentCaller current;
    private final Access access;
    private final Clock clock;

    ReplayResource(ReplayService replays, CurrentCaller current, Access access, Clock clock) {
        this.replays = replays;
        this.current = current;
        this.access = access;
        this.clock = clock;
    }

    /// `{"ids": ["…"]}`, or `{"from": "…", "to": "…", "sender": "facility/application"}` for the
    /// oldest 1,000 of a period; `sender` may be left out.
    @POST
    @Path("{operation:(\\$|%24)replay}")
    @Consumes("application/json")
    @Produces("application/json")
    public Uni<byte[]> replay(byte[] body) {
        var caller = current.get();
        access.requireScopeForAll(caller, Action.CREATE, "DiagnosticReport");
        if (!caller.role().equals("operator") && !caller.role().equals("loader")) {
            throw ProblemException.of(
                    ProblemCode.ACCESS_DENIED, "Messages are replayed by the roles operator and loader.");
        }
        return replays.replay(caller, selection(ResourceTree.parseObject(body)))
                .map(done -> JsonNodeFactory.instance
                        .objectNode()
                        .put("accepted", done.accepted())
                        .put("refused", done.refused())
                        .put("takenBefore", done.takenBefore())
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
    }

    private ReplayService.Selection selection(JsonNode body) {
        if (body.has("ids")) {
            var ids = new ArrayList<UUID>();
            body.path("ids").forEach(id -> ids.add(id(id.asText())));
            require(!ids.isEmpty() && ids.size() <= MOST, "ids", "holds 1 to " + MOST + " ids of messages.");
            return new ReplayService.Selection(ids, Instant.EPOCH, clock.instant(), "", MOST);
        }
        var from = time(body, "from");
        var to = body.has("to") ? time(body, "to") : clock.instant();
        require(from.isBefore(to), "from", "is before to.");
        return new ReplayService.Selection(
                List.of(), from, to, body.path("sender").asText("").replace("\0", ""), MOST);
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notOne) {
            throw invalid("ids", "holds what is no id of a message.");
        }
    }

    private static Instant time(JsonNode body, String name) {
        try {
            return Optional.of(Instant.parse(body.path(name).asText("")))
                    .filter(time -> time.isAfter(Instant.EPOCH) && time.isBefore(Instant.parse("9999-01-01T00:00:00Z")))
                    .orElseThrow(() -> invalid(name, "is a time such as 2026-11-21T09:00:00Z."));
        } catch (DateTimeException notOne) {
            throw invalid(name, "is a time such as 2026-11-21T09:00:00Z.");
        }
    }

    private static void require(boolean isRight, String name, String text) {
        if (!isRight) {
            throw invalid(name, text);
        }
    }

    private static ProblemException invalid(String name, String text) {
        return ProblemException.of(ProblemCode.INVALID_VALUE, name + " " + text, name);
    }
}
