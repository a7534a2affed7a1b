package org.meridiandx.imaging.intake;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.imaging.media.AcceptedType;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// STOW-RS: `POST /dicom-web/studies` and `/dicom-web/studies/{study}`.
///
/// **Source:** DICOM PS3.18 section 10.5.
@Path("/dicom-web")
public class StowResource {
    private final StowService service;
    private final CurrentCaller caller;
    private final Access access;
    private final String baseUrl;

    StowResource(
            StowService service,
            CurrentCaller caller,
            Access access,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.service = service;
        this.caller = caller;
        this.access = access;
        this.baseUrl = baseUrl;
    }

    @POST
    @Path("/studies")
    @Blocking
    public Uni<Response> store(
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept,
            InputStream body) {
        return store(contentType, accept, Optional.empty(), body);
    }

    @POST
    @Path("/studies/{study}")
    @Blocking
    public Uni<Response> storeToStudy(
            @PathParam("study") String study,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept,
            InputStream body) {
        var uid = DicomUid.parse(study)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.INVALID_VALUE, "The study in the address is not a UID.", "study"));
        return store(contentType, accept, Optional.of(uid), body);
    }

    private Uni<Response> store(
            @Nullable String contentType, @Nullable String accept, Optional<DicomUid> study, InputStream body) {
        var sender = caller.get();
        access.requireScope(sender, Action.CREATE, "ImagingStudy");
        AcceptedType.requireDicomJson(accept, "The answer can be given");
        var type = StowContentType.parse(contentType);
        return service.store(sender, type, study, body, new StowReport(baseUrl)).map(StowResource::answer);
    }

    private static Response answer(StowReport report) {
        var response = Response.status(report.status())
                .header(HttpHeaders.CONTENT_TYPE, AcceptedType.DICOM_JSON)
                .entity(report.toJson());
        report.warningLines().forEach(text -> response.header("Warning", text));
        return response.build();
    }
}
