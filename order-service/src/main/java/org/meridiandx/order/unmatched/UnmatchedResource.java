package org.meridiandx.order.unmatched;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;

/// `GET /orders/unmatched`: the work queue of the caller's own organisation (of all, for the loader).
///
/// It shows no identifiers: who works on it opens the request or the received message.
@Path("/orders/unmatched")
public class UnmatchedResource {
    private static final int MOST = 200;
    private final UnmatchedOrderService unmatched;
    private final Access access;
    private final CurrentCaller caller;

    UnmatchedResource(UnmatchedOrderService unmatched, Access access, CurrentCaller caller) {
        this.unmatched = unmatched;
        this.access = access;
        this.caller = caller;
    }

    /// One waiting order.
    public record Item(String id, String orderId, String messageId, String sender, String reason, String receivedAt) {}

    @GET
    @Produces("application/json")
    public Uni<List<Item>> waiting() {
        var who = caller.get();
        access.requireScopeForAll(who, Action.SEARCH, "ServiceRequest");
        var organisation = who.role().equals("loader") ? "" : who.organisation();
        return unmatched
                .waiting(organisation, MOST)
                .map(all -> all.stream()
                        .map(order -> new Item(
                                order.id(),
                                order.orderId(),
                                order.messageId(),
                                order.sender(),
                                order.reason(),
                                order.receivedAt().toString()))
                        .toList());
    }
}
