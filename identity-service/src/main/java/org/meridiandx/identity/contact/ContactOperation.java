package org.meridiandx.identity.contact;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.hl7.fhir.r4.model.Parameters;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `Patient/[id]/$contact-preferences`: GET asks, PUT tells. For those who may read or change the
/// patient's record, and for the patient themself.
@Path("/fhir/R4/Patient/{id}/{operation:(\\$|%24)contact-preferences}")
public class ContactOperation {
    private static final SearchDefinition PATIENT =
            SearchDefinition.of("Patient", "patient").build();
    private final ContactService contact;
    private final StoredResources stored;
    private final Access access;
    private final AuditTrail audit;
    private final CurrentCaller current;

    ContactOperation(
            ContactService contact, StoredResources stored, Access access, AuditTrail audit, CurrentCaller current) {
        this.contact = contact;
        this.stored = stored;
        this.access = access;
        this.audit = audit;
        this.current = current;
    }

    @GET
    public Uni<Response> read(@PathParam("id") String id) {
        var caller = current.get();
        return allowed(caller, Action.READ, id)
                .chain(() -> contact.find(id))
                .map(found -> found.orElseThrow(ContactOperation::nothingSaid))
                .call(found -> audit.record(caller, List.of(AuditEntry.read("Patient", id, id))))
                .map(found -> answer(id, found));
    }

    @PUT
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> tell(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            byte[] body) {
        var caller = current.get();
        access.requireScope(caller, Action.UPDATE, "Patient");
        FhirResponses.requireJsonBody(contentType);
        var preferences = ContactMapper.toPreferences(FhirJson.parse(body, Parameters.class));
        var seen = ifMatch == null ? 0 : FhirResponses.requireIfMatch(ifMatch);
        return allowed(caller, Action.UPDATE, id)
                .chain(() -> contact.record(caller, id, preferences, seen))
                .map(result -> answer(id, result));
    }

    /// A patient may say how to reach them although they may not change their record otherwise.
    private Uni<Void> allowed(Caller caller, Action action, String id) {
        access.requireScope(caller, action, "Patient");
        return stored.find(PATIENT, id)
                .map(found -> found.orElseThrow(ContactOperation::noPatient))
                .chain(patient -> isSelf(caller, id)
                        ? Uni.createFrom().voidItem()
                        : access.require(caller, patient.question(action, "Patient")));
    }

    private static boolean isSelf(Caller caller, String id) {
        return caller.ownPatientId().filter(id::equals).isPresent();
    }

    private static Response answer(String id, ContactWriteResult result) {
        return switch (result) {
            case ContactWriteResult.Recorded(var recorded) -> answer(id, recorded);
            case ContactWriteResult.Unchanged(var recorded) -> answer(id, recorded);
            case ContactWriteResult.VersionConflict(int version) ->
                FhirResponses.refused(
                        ProblemCode.PRECONDITION_FAILED,
                        version == 0
                                ? "Nothing was said so far. Send it without If-Match."
                                : "It is at " + FhirResponses.etagOf(version)
                                        + " now. Read it again and send the change with its ETag in If-Match.");
        };
    }

    private static Response answer(String id, RecordedPreferences recorded) {
        var ok = FhirResponses.ok(FhirJson.encode(ContactMapper.toParameters(id, recorded)));
        return Response.fromResponse(ok)
                .header(HttpHeaders.ETAG, FhirResponses.etagOf(recorded.version()))
                .build();
    }

    private static ProblemException noPatient() {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no Patient with this id here.");
    }

    private static ProblemException nothingSaid() {
        return ProblemException.of(
                ProblemCode.NOT_FOUND, "Nothing was said about how to reach this patient. Tell it with PUT.");
    }
}
