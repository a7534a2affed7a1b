package org.meridiandx.result.attachments;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.reports.ResultType;
import org.meridiandx.result.reports.ResultVersions;
import org.meridiandx.result.resources.ResourceTree;

/// `/fhir/R4/Binary/[id]` and the list of a report's documents. Who may read the report may read what it carries, and
/// leaves the trace of a reader of the report.
@Path("/fhir/R4")
public class AttachmentResource {
    private static final String NOTHING = "default-src 'none'; sandbox";
    private final ResultVersions versions;
    private final CurrentCaller current;
    private final String baseUrl;

    AttachmentResource(
            ResultVersions versions, CurrentCaller current, @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.versions = versions;
        this.current = current;
        this.baseUrl = baseUrl;
    }

    /// The document itself, or a Binary where FHIR is asked for. Who opens it has read that version of the report.
    @GET
    @Path("Binary/{id}")
    public Uni<Response> read(@PathParam("id") String id, @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        var asked = AttachmentId.parse(id).orElseThrow(() -> notFound());
        return versions.version(current.get(), ResultType.DIAGNOSTIC_REPORT, asked.reportId(), asked.version(), "read")
                .map(report -> Attachment.of(report).stream()
                        .filter(one -> one.id().equals(asked))
                        .findFirst()
                        .orElseThrow(() -> notFound()))
                .map(found -> isFhir(accept) ? FhirResponses.ok(binary(found)) : file(found));
    }

    /// The documents of the current version, without their bytes.
    @GET
    @Path("DiagnosticReport/{id}/{operation:(\\$|%24)documents}")
    public Uni<Response> documents(@PathParam("id") String id) {
        return versions.version(
                        current.get(), ResultType.DIAGNOSTIC_REPORT, id, ResultVersions.CURRENT, "list-documents")
                .map(report -> FhirResponses.ok(parameters(Attachment.of(report))));
    }

    private static boolean isFhir(@Nullable String accept) {
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("json");
    }

    private static Response file(Attachment found) {
        return Response.ok(Buffer.buffer(found.data()))
                .header(
                        HttpHeaders.CONTENT_TYPE,
                        found.contentType() + (found.contentType().equals("text/plain") ? "; charset=utf-8" : ""))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + found.fileName() + "\"")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", NOTHING)
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .build();
    }

    private static byte[] binary(Attachment found) {
        var json = ResourceTree.resource("Binary").put("id", found.id().toString());
        json.put("contentType", found.contentType());
        json.putObject("securityContext")
                .put("reference", "DiagnosticReport/" + found.id().reportId());
        json.put("data", Base64.getEncoder().encodeToString(found.data()));
        return ResourceTree.write(json);
    }

    private byte[] parameters(List<Attachment> all) {
        var json = ResourceTree.resource("Parameters");
        if (!all.isEmpty()) {
            var parameters = json.putArray("parameter");
            all.forEach(one -> {
                var attachment = parameters.addObject().put("name", "document").putObject("valueAttachment");
                attachment.put("contentType", one.contentType());
                attachment.put("url", baseUrl + "/fhir/R4/Binary/" + one.id());
                attachment.put("size", one.data().length);
                if (!one.title().isEmpty()) {
                    attachment.put("title", one.title());
                }
                if (!one.created().isEmpty()) {
                    attachment.put("creation", one.created());
                }
            });
        }
        return ResourceTree.write(json);
    }

    private static ProblemException notFound() {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no such document here.");
    }
}
