package org.meridiandx.result.reports;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.meridiandx.access.CurrentCaller;

/// `/fhir/R4/DiagnosticReport/[id]/_history`: of reports all versions are kept readable.
@Path("/fhir/R4")
public class ReportHistoryResource {
    private final ReportVersions versions;
    private final CurrentCaller current;

    ReportHistoryResource(ReportVersions versions, CurrentCaller current) {
        this.versions = versions;
        this.current = current;
    }

    @GET
    @Path("DiagnosticReport/{id}/_history")
    public Uni<Response> history(@PathParam("id") String id) {
        return versions.history(current.get(), id);
    }

    @GET
    @Path("DiagnosticReport/{id}/_history/{version}")
    public Uni<Response> readVersion(@PathParam("id") String id, @PathParam("version") String version) {
        return versions.readVersion(current.get(), id, version);
    }
}
