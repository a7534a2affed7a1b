package org.meridiandx.order.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;
import java.util.Set;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;

/// `GET /orders/unknown-codes`: the caller's own organisation's codes that mean no test of the
/// catalogue (all of them, for operators). A code leaves the list when the catalogue knows it.
@Path("/orders/unknown-codes")
public class UnknownCodeResource {
    private static final Set<String> REGIONAL_ROLES = Set.of("operator", "loader");
    private final UnknownCodeService unknown;
    private final Access access;
    private final CurrentCaller caller;

    UnknownCodeResource(UnknownCodeService unknown, Access access, CurrentCaller caller) {
        this.unknown = unknown;
        this.access = access;
        this.caller = caller;
    }

    /// One code that somebody is to map.
    public record Item(String organisation, String system, String code, String display, String firstSeen) {}

    @GET
    @Produces("application/json")
    public Uni<List<Item>> waiting() {
        var who = caller.get();
        access.requireScopeForAll(who, Action.SEARCH, "ActivityDefinition");
        return unknown.waiting(REGIONAL_ROLES.contains(who.role()) ? "" : who.organisation())
                .map(all -> all.stream()
                        .map(code -> new Item(
                                code.code().organisation(),
                                code.code().code().system(),
                                code.code().code().code(),
                                code.display(),
                                code.firstSeen().toString()))
                        .toList());
    }
}
