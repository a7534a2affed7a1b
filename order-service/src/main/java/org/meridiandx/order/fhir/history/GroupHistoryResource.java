package org.meridiandx.order.fhir.history;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.order.fhir.RequestSearches;

/// `/fhir/R4/RequestGroup/[id]/_history`: how an order set followed its requests.
@Path("/fhir/R4/RequestGroup/{id}/_history")
public class GroupHistoryResource {
    private final Versions versions;
    private final CurrentCaller caller;

    GroupHistoryResource(Versions versions, CurrentCaller caller) {
        this.versions = versions;
        this.caller = caller;
    }

    @GET
    public Uni<Response> history(@PathParam("id") String id) {
        return versions.history(caller.get(), RequestSearches.REQUEST_GROUP, id);
    }

    @GET
    @Path("{version}")
    public Uni<Response> version(
            @PathParam("id") String id, @PathParam("version") String version, @Context HttpHeaders headers) {
        return versions.version(caller.get(), RequestSearches.REQUEST_GROUP, id, version)
                .map(found -> Versions.answer(found, headers));
    }
}
