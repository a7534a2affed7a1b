package org.meridiandx.result.reports;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.meridiandx.access.CurrentCaller;

/// `/fhir/R4/[type]/[id]/_history`: all versions are kept readable.
@Path("/fhir/R4")
public class ResultHistoryResource {
    private final ResultVersions versions;
    private final CurrentCaller current;

    ResultHistoryResource(ResultVersions versions, CurrentCaller current) {
        this.versions = versions;
        this.current = current;
    }

    @GET
    @Path(ResultResource.TYPE + "/{id}/_history")
    public Uni<Response> history(@PathParam("type") String type, @PathParam("id") String id) {
        return versions.history(current.get(), ResultResource.typeOf(type), id);
    }

    @GET
    @Path(ResultResource.TYPE + "/{id}/_history/{version}")
    public Uni<Response> readVersion(
            @PathParam("type") String type, @PathParam("id") String id, @PathParam("version") String version) {
        return versions.readVersion(current.get(), ResultResource.typeOf(type), id, version);
    }
}
