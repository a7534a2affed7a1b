package org.meridiandx.result.followup;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import org.meridiandx.access.CurrentCaller;

/// How one report is followed, as plain JSON.
@Path("/results/follow-ups")
public class HistoryResource {
    private final HistoryService histories;
    private final CurrentCaller current;

    HistoryResource(HistoryService histories, CurrentCaller current) {
        this.histories = histories;
        this.current = current;
    }

    /// Where it stands, each step that was made, and the telephone log.
    @GET
    @Path("{id}")
    @Produces("application/json")
    public Uni<byte[]> history(@PathParam("id") String id) {
        return histories.whole(current.get(), id);
    }
}
