package org.meridiandx.identity.patients.matching;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `POST /fhir/R4/Patient/$match`. **Source:** FHIR R4 Patient `$match`, match-grade.
@Path("/fhir/R4/Patient/$match")
public class MatchResource {
    private static final String GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";
    private static final int DEFAULT_COUNT = 10;
    private static final int MAX_COUNT = 50;
    private final MatchService matches;
    private final Access access;
    private final CurrentCaller caller;
    private final String baseUrl;

    MatchResource(
            MatchService matches,
            Access access,
            CurrentCaller caller,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.matches = matches;
        this.access = access;
        this.caller = caller;
        this.baseUrl = baseUrl;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> match(@HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType, byte[] body) {
        access.requireScope(caller.get(), Action.SEARCH, "Patient");
        FhirResponses.requireJsonBody(contentType);
        var asked = FhirJson.parse(body, Parameters.class);
        var question = new MatchService.Question(
                describedIn(asked), asked.getParameterBool("onlyCertainMatches"), countOf(asked));
        return matches.match(caller.get(), question).map(found -> FhirResponses.ok(FhirJson.encode(bundleOf(found))));
    }

    private static Patient describedIn(Parameters asked) {
        var parameter = asked.getParameter().stream()
                .filter(each -> "resource".equals(each.getName()))
                .findFirst();
        if (parameter.isEmpty() || !(parameter.get().getResource() instanceof Patient described)) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE, "Send the description as a Patient in parameter resource.", "resource");
        }
        var isNamed = described.getName().stream().anyMatch(name -> name.hasFamily());
        if (!described.hasIdentifier() && !(isNamed && (described.hasBirthDate() || described.hasAddress()))) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE,
                    "The description says too little: send an identifier, or a family name with a birth date or postcode.",
                    "resource");
        }
        return described;
    }

    private static int countOf(Parameters asked) {
        if (!asked.hasParameterValue("count")) {
            return DEFAULT_COUNT;
        }
        var text = String.valueOf(asked.getParameterValue("count").primitiveValue());
        if (!text.matches("[1-9][0-9]?") || Integer.parseInt(text) > MAX_COUNT) {
            throw ProblemException.of(ProblemCode.INVALID_VALUE, "count is 1 to " + MAX_COUNT + ".", "count");
        }
        return Integer.parseInt(text);
    }

    private Bundle bundleOf(List<Candidate> found) {
        var bundle = new Bundle().setType(BundleType.SEARCHSET).setTotal(found.size());
        for (var candidate : found) {
            var entry = bundle.addEntry();
            entry.setFullUrl(
                    baseUrl + "/fhir/R4/Patient/" + candidate.resource().id());
            entry.setResource(FhirJson.read(candidate.resource().content(), Patient.class));
            entry.getSearch()
                    .setMode(SearchEntryMode.MATCH)
                    .setScore(BigDecimal.valueOf(candidate.comparison().score()).setScale(4, RoundingMode.HALF_UP));
            entry.getSearch()
                    .addExtension(
                            GRADE, new CodeType(candidate.comparison().grade().code()));
        }
        return bundle;
    }
}
