package org.meridiandx.order.guidance;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.ResourceCapability;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.order.guidance.form.RequestForm;
import org.meridiandx.problem.ProblemCode;

/// `GET /fhir/R4/Questionnaire/imaging-request`: the scan-choice tool as a form. It is about no
/// patient.
@Path("/fhir/R4/Questionnaire/{id}")
public class QuestionnaireResource {
    private final byte[] form;
    private final Access access;
    private final CurrentCaller caller;

    QuestionnaireResource(
            GuidanceService guidance,
            Access access,
            CurrentCaller caller,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        var url = baseUrl + "/fhir/R4/Questionnaire/" + RequestForm.ID;
        this.form = FhirJson.encode(RequestForm.of(guidance.content(), url));
        this.access = access;
        this.caller = caller;
    }

    @Produces
    @Singleton
    static ResourceCapability questionnaires() {
        return new ResourceCapability(
                SearchDefinition.of("Questionnaire", "none").build(),
                "http://hl7.org/fhir/StructureDefinition/Questionnaire",
                List.of("read"),
                List.of());
    }

    @GET
    public Response read(@PathParam("id") String id) {
        access.requireScope(caller.get(), Action.READ, "Questionnaire");
        return id.equals(RequestForm.ID)
                ? FhirResponses.ok(form)
                : FhirResponses.refused(
                        ProblemCode.NOT_FOUND, "The only Questionnaire here is " + RequestForm.ID + ".");
    }
}
