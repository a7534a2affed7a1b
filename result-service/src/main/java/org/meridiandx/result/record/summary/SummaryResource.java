package org.meridiandx.result.record.summary;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.resources.ResourceTree;

/// `GET /fhir/R4/Patient/[id]/$summary`: an International Patient Summary. Some clients write the dollar sign as `%24`.
@Path("/fhir/R4/Patient/{id}/{operation:(\\$|%24)summary}")
public class SummaryResource {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private final SummaryService service;
    private final CurrentCaller current;
    private final String baseUrl;

    SummaryResource(
            SummaryService service, CurrentCaller current, @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.service = service;
        this.current = current;
        this.baseUrl = baseUrl;
    }

    @GET
    public Uni<Response> document(@PathParam("id") String id, UriInfo uri) {
        uri.getQueryParameters().keySet().stream()
                .filter(name -> !name.equals("_format"))
                .findFirst()
                .ifPresent(name -> {
                    throw ProblemException.of(
                            ProblemCode.INVALID_PARAMETER,
                            "$summary takes no parameters but _format.",
                            name.replaceAll("[^A-Za-z0-9_.:-]", "?"));
                });
        if (!ID.matcher(id).matches()) {
            throw ProblemException.of(ProblemCode.NOT_FOUND, "There is no Patient with this id.");
        }
        return service.summary(current.get(), id, summary -> ResourceTree.write(SummaryDocument.of(summary, baseUrl)))
                .map(FhirResponses::ok);
    }
}
