package org.meridiandx.result.release;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.result.resources.ResourceTree;

/// `DiagnosticReport/[id]/$tell-patient` and `$patient-notes`. Some clients write the dollar sign as `%24`.
@Path("/fhir/R4")
public class NoteResource {
    private final NoteService notes;
    private final CurrentCaller current;

    NoteResource(NoteService notes, CurrentCaller current) {
        this.notes = notes;
        this.current = current;
    }

    /// Writes to the patient about the version of `If-Match`: 201 with the Communication, 200 where it is there
    /// already.
    @POST
    @Path("DiagnosticReport/{id}/{operation:(\\$|%24)tell-patient}")
    public Uni<Response> tell(
            @PathParam("id") String id,
            byte[] body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType) {
        FhirResponses.requireJsonBody(contentType);
        var version = FhirResponses.requireIfMatch(ifMatch);
        return notes.write(current.get(), id, version, NoteParameters.parse(body))
                .map(done -> Response.fromResponse(
                                FhirResponses.ok(ResourceTree.write(done.note().communication(done.patientId()))))
                        .status(done.isNew() ? Response.Status.CREATED : Response.Status.OK)
                        .build());
    }

    /// What was written, the oldest first.
    @GET
    @Path("DiagnosticReport/{id}/{operation:(\\$|%24)patient-notes}")
    public Uni<Response> list(@PathParam("id") String id) {
        return notes.read(current.get(), id).map(found -> {
            var bundle = ResourceTree.resource("Bundle")
                    .put("type", "searchset")
                    .put("total", found.all().size());
            if (!found.all().isEmpty()) {
                var entries = bundle.putArray("entry");
                found.all().forEach(note -> {
                    var entry = entries.addObject().put("fullUrl", "urn:uuid:" + note.id());
                    entry.set("resource", note.communication(found.patientId()));
                    entry.putObject("search").put("mode", "match");
                });
            }
            return FhirResponses.ok(ResourceTree.write(bundle));
        });
    }
}
