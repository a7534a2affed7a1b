package org.meridiandx.imaging.retrieval;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.imaging.media.AcceptedType;

/// WADO-RS metadata: headers as DICOM JSON, large values as links.
///
/// **Source:** DICOM PS3.18 section 10.4.1.1.2 and annex F.
@Path("/dicom-web")
public class MetadataResource {
    private final RetrievalService service;
    private final CurrentCaller caller;
    private final String baseUrl;

    MetadataResource(
            RetrievalService service, CurrentCaller caller, @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.service = service;
        this.caller = caller;
        this.baseUrl = baseUrl;
    }

    @GET
    @Path("/studies/{study}/metadata")
    public Uni<Response> study(
            @PathParam("study") String study, @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return metadata(Selection.study(study), accept);
    }

    @GET
    @Path("/studies/{study}/series/{series}/metadata")
    public Uni<Response> series(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return metadata(Selection.series(study, series), accept);
    }

    @GET
    @Path("/studies/{study}/series/{series}/instances/{instance}/metadata")
    public Uni<Response> instance(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return metadata(Selection.instance(study, series, instance), accept);
    }

    private Uni<Response> metadata(Selection selection, @Nullable String accept) {
        AcceptedType.requireDicomJson(accept, "Metadata is given");
        var writer = new MetadataWriter(baseUrl + "/dicom-web/studies/" + selection.study());
        return service.headers(caller.get(), selection)
                .map(headers -> Response.ok(writer.write(headers))
                        .header(HttpHeaders.CONTENT_TYPE, AcceptedType.DICOM_JSON)
                        .build());
    }
}
