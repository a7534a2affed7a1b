package org.meridiandx.identity.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `/audit/log`: the signed end of the log and its proofs, as JSON, for auditors and the programs
/// of other regions. The key is at `/oauth2/jwks`.
///
/// **Source:** RFC 9162, section 5 (get-sth, get-sth-consistency, get-proof-by-hash,
/// get-all-by-hash).
@Path("/audit/log")
@Produces(MediaType.APPLICATION_JSON)
public class LogResource {
    private final LogService log;
    private final AuditAccess access;
    private final CurrentCaller caller;

    LogResource(LogService log, AuditAccess access, CurrentCaller caller) {
        this.log = log;
        this.access = access;
        this.caller = caller;
    }

    /// The newest signed head.
    @GET
    @Path("head")
    public Uni<String> head() {
        return allowed("")
                .chain(() -> current())
                .map(state -> JsonNodeFactory.instance
                        .objectNode()
                        .put("size", state.size())
                        .put("root", hex(state.root()))
                        .put("signed", state.signedHead())
                        .toString());
    }

    /// The path from an entry to the root of the newest head, or of an earlier size.
    ///
    /// @param id of the AuditEvent; whoever may read that entry may have its proof
    @GET
    @Path("inclusion/{id}")
    public Uni<String> inclusion(@PathParam("id") String id, @QueryParam("size") @Nullable String size) {
        return log.placeOf(id)
                .map(found -> found.orElseThrow(
                        () -> ProblemException.of(ProblemCode.NOT_FOUND, "There is no AuditEvent with this id here.")))
                .call(place -> allowed(place.patientId()))
                .chain(place ->
                        current().chain(state -> inclusionOf(place.seq() - 1, sizeOf("size", size, state), state)))
                .map(ObjectNode::toString);
    }

    /// That the log of one size is the beginning of the log of a larger one.
    @GET
    @Path("consistency")
    public Uni<String> consistency(
            @QueryParam("first") @Nullable String first, @QueryParam("second") @Nullable String second) {
        return allowed("")
                .chain(this::current)
                .chain(state -> consistencyOf(sizeOf("first", first, state), sizeOf("second", second, state)))
                .map(ObjectNode::toString);
    }

    private Uni<ObjectNode> inclusionOf(long leaf, long size, LogState state) {
        if (leaf >= size) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, "The entry is not among the first " + size + ".", "size");
        }
        return log.inclusion(leaf, size).map(path -> {
            var answer =
                    JsonNodeFactory.instance.objectNode().put("leafIndex", leaf).put("treeSize", size);
            put(answer, "inclusionPath", path);
            return size == state.size() ? answer.put("signed", state.signedHead()) : answer;
        });
    }

    private Uni<ObjectNode> consistencyOf(long first, long second) {
        if (first > second) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, "first must not be larger than second.", "first", "second");
        }
        return log.consistency(first, second).map(path -> {
            var answer =
                    JsonNodeFactory.instance.objectNode().put("first", first).put("second", second);
            put(answer, "consistencyPath", path);
            return answer;
        });
    }

    private Uni<LogState> current() {
        Supplier<ProblemException> empty =
                () -> ProblemException.of(ProblemCode.NOT_FOUND, "The log has no entries yet.");
        return log.state().map(found -> found.orElseThrow(empty));
    }

    private Uni<Void> allowed(String patientId) {
        return access.require(caller.get(), Action.SEARCH, patientId);
    }

    /// A size that the log has had; the present one where none is given.
    private static long sizeOf(String name, @Nullable String text, LogState state) {
        var size = Optional.ofNullable(text).map(LogResource::number).orElse(state.size());
        if (size < 1 || size > state.size()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, name + " takes a size from 1 to " + state.size() + ".", name);
        }
        return size;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException bad) {
            return -1;
        }
    }

    private static void put(ObjectNode answer, String name, List<byte[]> path) {
        var array = answer.putArray(name);
        path.forEach(hash -> array.add(hex(hash)));
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
