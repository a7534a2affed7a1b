package org.meridiandx.result.everything;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.meridiandx.access.CurrentCaller;

/// `GET /fhir/R4/Patient/[id]/$everything`. Some clients write the dollar sign as `%24`.
@Path("/fhir/R4/Patient/{id}/{operation:(\\$|%24)everything}")
public class EverythingResource {
    private final EverythingService service;
    private final CurrentCaller current;

    EverythingResource(EverythingService service, CurrentCaller current) {
        this.service = service;
        this.current = current;
    }

    @GET
    public Uni<Response> everything(@PathParam("id") String id, UriInfo uri) {
        var caller = current.get();
        var query = EverythingQuery.parse(id, uri.getQueryParameters());
        return service.everything(caller, query.within(caller.scopes()));
    }
}
