package org.meridiandx.result.release;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.Comparator;
import java.util.Optional;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.release.rules.Grade;
import org.meridiandx.result.release.rules.Release;
import org.meridiandx.result.release.rules.RuleTable.Key;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.ResourceTree;

/// `/results/release-rules`: when patients are shown the results that the caller's organisation answers for.
@Path("/results/release-rules")
@Produces("application/json")
public class RuleResource {
    private final RuleService rules;
    private final RegionRules region;
    private final CurrentCaller current;

    RuleResource(RuleService rules, RegionRules region, CurrentCaller current) {
        this.rules = rules;
        this.region = region;
        this.current = current;
    }

    /// The organisation's own, with who set them, and the region's, which count for the rest.
    @GET
    public Uni<byte[]> list() {
        var caller = current.get();
        return rules.list(caller).map(own -> {
            var json = ResourceTree.object().put("organisation", caller.organisation());
            var items = json.putArray("rules");
            own.forEach(one -> add(items, one.rule().key(), one.rule().release())
                    .put("setBy", one.by())
                    .put("setAt", one.at().toString()));
            var others = json.putArray("region");
            region.table().rules().entrySet().stream()
                    .sorted(Comparator.comparing(rule -> rule.getKey().text()))
                    .forEach(rule -> add(others, rule.getKey(), rule.getValue()));
            return ResourceTree.write(json);
        });
    }

    /// `{"release": "at-once" | "7d" | "after-comment" | "never"}` for a rule such as `laboratory:abnormal`.
    @PUT
    @Path("{rule}")
    @Consumes("application/json")
    public Uni<byte[]> set(@PathParam("rule") String rule, byte[] body) {
        var caller = current.get();
        var key = keyOf(rule);
        var json = ResourceTree.parseObject(body);
        var release = Release.parse(ResourceColumns.text(json.path("release")));
        if (json.size() != 1 || release.isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE,
                    "Send {\"release\": …}, which is at-once, a number of days from 1d to 365d, after-comment or never.",
                    "release");
        }
        return rules.set(caller, key, release).chain(this::list);
    }

    /// What the region says counts again.
    @DELETE
    @Path("{rule}")
    public Uni<byte[]> remove(@PathParam("rule") String rule) {
        return rules.set(current.get(), keyOf(rule), Optional.empty()).chain(this::list);
    }

    private static ObjectNode add(ArrayNode items, Key key, Release release) {
        return items.addObject()
                .put("subject", key.subject().text())
                .put("grade", key.grade().map(Grade::text).orElse("any"))
                .put("release", release.text());
    }

    private static Key keyOf(String rule) {
        return Key.parse(rule)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.INVALID_VALUE,
                        "A rule is named by laboratory, imaging, histology, genetics, other, child, sensitive or"
                                + " unfinished, and where it differs by :normal, :abnormal or :critical.",
                        "rule"));
    }
}
