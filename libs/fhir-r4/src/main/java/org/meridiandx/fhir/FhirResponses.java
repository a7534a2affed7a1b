package org.meridiandx.fhir;

import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.meridiandx.problem.OperationOutcomes;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Answers and conditional headers of the FHIR REST API. **Source:** FHIR R4 http, RFC 9110.
public final class FhirResponses {
    public static final String MEDIA_TYPE = "application/fhir+json";
    private static final String CONTENT_TYPE = "application/fhir+json; fhirVersion=4.0; charset=utf-8";

    private FhirResponses() {}

    /// 200 with the stored bytes, or 304 when the caller has this version.
    public static Response found(StoredResource resource, @Nullable String ifNoneMatch) {
        var same = ifNoneMatch != null && ifNoneMatch.contains(etagOf(resource.version()));
        var response = same ? Response.notModified() : Response.ok(Buffer.buffer(resource.content()));
        return headed(response, resource).build();
    }

    /// 201 with Location, ETag and the stored bytes.
    public static Response created(String resourceType, StoredResource resource) {
        var response = Response.status(Response.Status.CREATED).entity(Buffer.buffer(resource.content()));
        response.header(HttpHeaders.LOCATION, locationOf(resourceType, resource));
        return headed(response, resource).build();
    }

    /// 200 with ETag and the stored bytes, for an update, or for a create that had been done
    /// before.
    public static Response stored(String resourceType, StoredResource resource) {
        var response = Response.ok(Buffer.buffer(resource.content()));
        response.header(HttpHeaders.CONTENT_LOCATION, locationOf(resourceType, resource));
        return headed(response, resource).build();
    }

    /// 200 with any FHIR JSON.
    public static Response ok(byte[] json) {
        return Response.ok(Buffer.buffer(json))
                .header(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
                .build();
    }

    static Response ok(Buffer json) {
        return Response.ok(json).header(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE).build();
    }

    /// A refusal as OperationOutcome, for sealed results that are switched at the edge.
    public static Response refused(ProblemCode code, String detail, String... expressions) {
        return Response.status(code.httpStatus())
                .entity(Buffer.buffer(OperationOutcomes.toJson(List.of(Problem.of(code, detail, expressions)))))
                .header(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
                .build();
    }

    /// Refuses a body that is not FHIR JSON.
    ///
    /// @throws ProblemException 415
    public static void requireJsonBody(@Nullable String contentType) {
        var type = contentType == null
                ? ""
                : contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        if (!type.equals(MEDIA_TYPE) && !type.equals("application/json")) {
            throw ProblemException.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send the resource as Content-Type: application/fhir+json. XML is not taken.");
        }
    }

    /// The version that `If-Match` asks for, as `W/"2"`.
    ///
    /// @throws ProblemException 412 when the header is missing or is not a weak ETag of a version
    public static int requireIfMatch(@Nullable String ifMatch) {
        if (ifMatch == null) {
            throw ProblemException.of(
                    ProblemCode.PRECONDITION_FAILED,
                    "If-Match is needed: read the resource, then send its ETag, as W/\"2\", with the change.");
        }
        try {
            return Integer.parseInt(ifMatch.strip().replace("W/", "").replace("\"", ""));
        } catch (NumberFormatException bad) {
            throw ProblemException.of(
                    ProblemCode.PRECONDITION_FAILED, "If-Match takes the ETag of a version, as W/\"2\".");
        }
    }

    public static String etagOf(int version) {
        return "W/\"" + version + "\"";
    }

    private static Response.ResponseBuilder headed(Response.ResponseBuilder response, StoredResource resource) {
        return response.header(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
                .header(HttpHeaders.ETAG, etagOf(resource.version()))
                .header(HttpHeaders.LAST_MODIFIED, HttpDate.of(resource.lastUpdated()))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    }

    private static String locationOf(String resourceType, StoredResource resource) {
        return "/fhir/R4/" + resourceType + "/" + resource.id() + "/_history/" + resource.version();
    }
}
