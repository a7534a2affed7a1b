package org.meridiandx.order.fhir;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `GET /fhir/R4/MessageDefinition`: what a message has to hold for this receiver. It is the same for all,
/// and about no patient.
///
/// **Source:** BaRS (NHS England): a sender asks the receiver what it needs before it sends.
@Path("/fhir/R4/MessageDefinition")
public class MessageDefinitionResource {
    private static final String ID = "servicerequest-request";
    private static final List<List<String>> FOCUS = List.of(
            List.of("MessageHeader", "http://hl7.org/fhir/StructureDefinition/MessageHeader", "1"),
            List.of("ServiceRequest", "https://fhir.hl7.org.uk/StructureDefinition/UKCore-ServiceRequest", "1"),
            List.of("Patient", "https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient", "1"),
            List.of("Organization", "https://fhir.hl7.org.uk/StructureDefinition/UKCore-Organization", "0"),
            List.of("PractitionerRole", "https://fhir.hl7.org.uk/StructureDefinition/UKCore-PractitionerRole", "0"));
    private final String baseUrl;

    MessageDefinitionResource(@ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.baseUrl = baseUrl + "/fhir/R4/";
    }

    /// `context` may name the service that is asked for; all of this region need the same.
    @GET
    public Response search(@Context UriInfo uri) {
        uri.getQueryParameters().keySet().stream()
                .filter(name -> !name.equals("context") && !name.equals("_format"))
                .findFirst()
                .ifPresent(other -> {
                    throw ProblemException.of(
                            ProblemCode.INVALID_PARAMETER,
                            "MessageDefinition takes the parameter context and no other.",
                            "context");
                });
        var bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle").put("type", "searchset").put("total", 1);
        var entry = bundle.putArray("entry").addObject();
        entry.put("fullUrl", baseUrl + "MessageDefinition/" + ID);
        entry.set("resource", definition());
        entry.putObject("search").put("mode", "match");
        return FhirResponses.ok(bundle.toString().getBytes(StandardCharsets.UTF_8));
    }

    @GET
    @Path(ID)
    public Response read() {
        return FhirResponses.ok(definition().toString().getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode definition() {
        var definition = JsonNodeFactory.instance.objectNode();
        definition.put("resourceType", "MessageDefinition");
        definition.put("id", ID);
        definition.put("url", baseUrl + "MessageDefinition/" + ID);
        definition.put("name", "MeridianServiceRequestRequest");
        definition.put("title", "A request for a test or examination, placed, amended or revoked by a message");
        definition.put("status", "active");
        definition.put("date", "2026-11-22");
        definition.put(
                "purpose",
                "The reason is new or update; a request with status revoked is cancelled. The ServiceRequest has a coded"
                        + " test, a diagnostic category and the intent order, an update also the identifier that it was"
                        + " placed with. The Patient has an NHS number that the region knows. What else the request"
                        + " names is kept with it.");
        definition
                .putObject("eventCoding")
                .put("system", "https://fhir.nhs.uk/CodeSystem/message-events-bars")
                .put("code", ID);
        definition.put("category", "consequence");
        var focus = definition.putArray("focus");
        FOCUS.forEach(one -> focus.addObject()
                .put("code", one.get(0))
                .put("profile", one.get(1))
                .put("min", Integer.parseInt(one.get(2)))
                .put("max", one.get(2).equals("1") ? "1" : "*"));
        definition.put("responseRequired", "always");
        return definition;
    }
}
