package org.meridiandx.identity.access.breakglass;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.telemetry.CorrelationIds;

/// `POST /fhir/R4/Patient/{id}/$break-glass`, `GET /fhir/R4/Patient/{id}/$disclosure-notices` and
/// `GET /fhir/R4/Patient/$disclosure-notices`. Some clients write the dollar sign as `%24`.
@Path("/fhir/R4/Patient")
public class BreakGlassResource {
    private final BreakGlassService emergencies;
    private final Access access;
    private final CurrentCaller caller;

    BreakGlassResource(BreakGlassService emergencies, Access access, CurrentCaller caller) {
        this.emergencies = emergencies;
        this.access = access;
        this.caller = caller;
    }

    /// Opens the record for the caller's person. The body holds Parameters with `reason`.
    @POST
    @Path("/{id}/{operation:(\\$|%24)break-glass}")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> open(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            byte[] body) {
        access.requireScope(caller.get(), Action.READ, "Patient");
        FhirResponses.requireJsonBody(contentType);
        var reason = FhirJson.parse(body, Parameters.class).getParameter().stream()
                .filter(parameter -> "reason".equals(parameter.getName()) && parameter.hasValue())
                .map(parameter -> parameter.getValue().primitiveValue())
                .findFirst()
                .orElse("");
        return emergencies
                .open(
                        caller.get(),
                        id,
                        reason == null ? "" : reason,
                        CorrelationIds.currentRequest().orElse(""))
                .map(grant -> FhirResponses.ok(FhirJson.encode(answer(grant))));
    }

    @GET
    @Path("/{id}/{operation:(\\$|%24)disclosure-notices}")
    public Uni<Response> notices(@PathParam("id") String id) {
        return told(Optional.of(id));
    }

    /// All notices: the privacy officer's list.
    @GET
    @Path("/{operation:(\\$|%24)disclosure-notices}")
    public Uni<Response> allNotices() {
        return told(Optional.empty());
    }

    private Uni<Response> told(Optional<String> patientId) {
        var isPatient = caller.get().role().equals("patient");
        access.requireScope(caller.get(), Action.READ, isPatient ? "Patient" : "AuditEvent");
        return emergencies
                .notices(caller.get(), patientId)
                .map(told -> FhirResponses.ok(FhirJson.encode(listOf(told, !isPatient))));
    }

    private static Parameters answer(Emergency grant) {
        var answer = new Parameters();
        answer.addParameter("grant", grant.id().toString());
        answer.addParameter().setName("patient").setValue(new Reference("Patient/" + grant.patientId()));
        answer.addParameter().setName("until").setValue(new InstantType(Date.from(grant.until())));
        return answer;
    }

    private static Parameters listOf(List<Emergency> told, boolean withReason) {
        var list = new Parameters();
        for (var emergency : told) {
            var notice = list.addParameter().setName("notice");
            notice.addPart()
                    .setName("grant")
                    .setValue(new StringType(emergency.id().toString()));
            notice.addPart().setName("patient").setValue(new Reference("Patient/" + emergency.patientId()));
            notice.addPart().setName("organisation").setValue(new StringType(emergency.organisation()));
            notice.addPart().setName("role").setValue(new StringType(emergency.role()));
            notice.addPart().setName("opened").setValue(new InstantType(Date.from(emergency.openedAt())));
            notice.addPart().setName("until").setValue(new InstantType(Date.from(emergency.until())));
            notice.addPart().setName("text").setValue(new StringType(textOf(emergency)));
            if (withReason) {
                notice.addPart().setName("person").setValue(new StringType(emergency.person()));
                notice.addPart().setName("reason").setValue(new StringType(emergency.reason()));
            }
        }
        return list;
    }

    private static String textOf(Emergency emergency) {
        return "A " + emergency.role() + " of " + emergency.organisation()
                + " opened this record in an emergency, without the usual relationship. "
                + "The privacy officer was told and will look at the reason given.";
    }
}
