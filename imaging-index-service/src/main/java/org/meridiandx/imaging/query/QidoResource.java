package org.meridiandx.imaging.query;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.media.AcceptedType;

/// QIDO-RS at all levels.
///
/// **Source:** DICOM PS3.18 section 10.6.
@Path("/dicom-web")
public class QidoResource {
    private final QueryService service;
    private final QueryConfig config;
    private final CurrentCaller caller;
    private final String baseUrl;

    QidoResource(
            QueryService service,
            QueryConfig config,
            CurrentCaller caller,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.service = service;
        this.config = config;
        this.caller = caller;
        this.baseUrl = baseUrl;
    }

    @GET
    @Path("/studies")
    public Uni<Response> studies(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept, @Context UriInfo uri) {
        return search(new QueryParser(config, QueryLevel.STUDY), accept, uri);
    }

    @GET
    @Path("/series")
    public Uni<Response> series(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept, @Context UriInfo uri) {
        return search(new QueryParser(config, QueryLevel.SERIES), accept, uri);
    }

    @GET
    @Path("/instances")
    public Uni<Response> instances(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept, @Context UriInfo uri) {
        return search(new QueryParser(config, QueryLevel.INSTANCE), accept, uri);
    }

    @GET
    @Path("/studies/{study}/series")
    public Uni<Response> seriesOfStudy(
            @PathParam("study") String study,
            @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept,
            @Context UriInfo uri) {
        var parser = new QueryParser(config, QueryLevel.SERIES).within(DicomTag.STUDY_INSTANCE_UID, study);
        return search(parser, accept, uri);
    }

    @GET
    @Path("/studies/{study}/instances")
    public Uni<Response> instancesOfStudy(
            @PathParam("study") String study,
            @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept,
            @Context UriInfo uri) {
        var parser = new QueryParser(config, QueryLevel.INSTANCE).within(DicomTag.STUDY_INSTANCE_UID, study);
        return search(parser, accept, uri);
    }

    @GET
    @Path("/studies/{study}/series/{series}/instances")
    public Uni<Response> instancesOfSeries(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept,
            @Context UriInfo uri) {
        var parser = new QueryParser(config, QueryLevel.INSTANCE)
                .within(DicomTag.STUDY_INSTANCE_UID, study)
                .within(DicomTag.SERIES_INSTANCE_UID, series);
        return search(parser, accept, uri);
    }

    private Uni<Response> search(QueryParser parser, @Nullable String accept, UriInfo uri) {
        AcceptedType.requireDicomJson(accept, "Matches are given");
        var query = parser.parse(uri.getQueryParameters());
        return service.search(caller.get(), query).map(page -> answer(query, page));
    }

    /// 204 where nothing matches, as the standard has it.
    private Response answer(StudyQuery query, QueryService.Page page) {
        var response = page.rows().isEmpty()
                ? Response.noContent()
                : Response.ok(new QueryAnswer(baseUrl).write(query, page.rows()))
                        .header(HttpHeaders.CONTENT_TYPE, AcceptedType.DICOM_JSON);
        query.warnings().forEach(text -> response.header("Warning", warning(text)));
        if (page.isCut()) {
            response.header("Warning", warning("The search is too broad to be looked through. Narrow it."));
        }
        return response.build();
    }

    private static String warning(String text) {
        return "299 meridian \"" + text.replaceAll("[^ -~]", "?").replace("\"", "'") + "\"";
    }
}
