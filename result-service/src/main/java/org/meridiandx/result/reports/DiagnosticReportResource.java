package org.meridiandx.result.reports;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.StoredResources;

/// `/fhir/R4/DiagnosticReport`.
@Path("/fhir/R4/DiagnosticReport")
public class DiagnosticReportResource {
    private final StoredResources stored;
    private final CreateService create;
    private final CurrentCaller current;
    private final ReportVersions versions;

    DiagnosticReportResource(
            StoredResources stored, CreateService create, CurrentCaller current, ReportVersions versions) {
        this.stored = stored;
        this.create = create;
        this.current = current;
        this.versions = versions;
    }

    @GET
    @Path("{id}")
    public Uni<Response> read(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return stored.read(current.get(), ResultSearches.DIAGNOSTIC_REPORT, id, ifNoneMatch);
    }

    @GET
    public Uni<Response> search(UriInfo uri) {
        return stored.search(current.get(), ResultSearches.DIAGNOSTIC_REPORT, uri.getQueryParameters());
    }

    @POST
    @Path("_search")
    @Consumes("application/x-www-form-urlencoded")
    public Uni<Response> searchByForm(MultivaluedMap<String, String> form, UriInfo uri) {
        return stored.search(current.get(), ResultSearches.DIAGNOSTIC_REPORT, Forms.merged(form, uri));
    }

    @POST
    public Uni<Response> create(
            byte[] body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam("If-None-Exist") @Nullable String ifNoneExist) {
        return create.create(
                current.get(),
                new CreateService.Request(
                        ResultSearches.DIAGNOSTIC_REPORT, DiagnosticReport.class, body, contentType, ifNoneExist));
    }

    @GET
    @Path("{id}/_history")
    public Uni<Response> history(@PathParam("id") String id) {
        return versions.history(current.get(), id);
    }

    @GET
    @Path("{id}/_history/{version}")
    public Uni<Response> readVersion(@PathParam("id") String id, @PathParam("version") String version) {
        return versions.readVersion(current.get(), id, version);
    }
}
