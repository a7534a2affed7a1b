package org.meridiandx.order.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.MarkdownType;
import org.hl7.fhir.r4.model.Parameters;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.order.catalogue.rules.CatalogueTest;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `/fhir/R4/ActivityDefinition`: the tests that can be ordered. Read, vread, search, plain words,
/// `$by-local-code`, `$instructions`, and update (which creates) for the region's operators.
///
/// No relationship is asked for, since no patient is named; a token with the scope is.
@Path("/fhir/R4/ActivityDefinition")
public class CatalogueResource {
    private static final String TYPE = "ActivityDefinition";
    private static final Set<String> EDITORS = Set.of("operator", "loader");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");
    private final CatalogueService catalogue;
    private final Questions questions;
    private final Access access;
    private final CurrentCaller caller;

    CatalogueResource(CatalogueService catalogue, Questions questions, Access access, CurrentCaller caller) {
        this.catalogue = catalogue;
        this.questions = questions;
        this.access = access;
        this.caller = caller;
    }

    /// What answers questions: the table, memory, and words.
    @Singleton
    static class Questions {
        private final StoredResources stored;
        private final CatalogueInForce inForce;
        private final WordSearch words;

        Questions(StoredResources stored, CatalogueInForce inForce, WordSearch words) {
            this.stored = stored;
            this.inForce = inForce;
            this.words = words;
        }
    }

    @GET
    @Path("{id}")
    public Uni<Response> read(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String etag) {
        return questions.stored.read(caller.get(), CatalogueSearch.TEST, id, etag);
    }

    @GET
    @Path("{id}/_history/{version}")
    public Uni<Response> readVersion(@PathParam("id") String id, @PathParam("version") String version) {
        access.requireScope(caller.get(), Action.READ, TYPE);
        if (!VERSION.matcher(version).matches()) {
            throw missing("There is no such version of this test here.");
        }
        return catalogue
                .version(id, Integer.parseInt(version))
                .map(found -> FhirResponses.found(
                        found.orElseThrow(() -> missing("There is no such version of this test here.")), null));
    }

    @GET
    public Uni<Response> search(@Context UriInfo uri) {
        return search(uri.getQueryParameters());
    }

    @POST
    @Path("_search")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> searchByForm(MultivaluedMap<String, String> form) {
        return search(form);
    }

    private Uni<Response> search(MultivaluedMap<String, String> parameters) {
        if (!parameters.containsKey(WordSearch.WORDS)) {
            return questions.stored.search(caller.get(), CatalogueSearch.TEST, parameters);
        }
        access.requireScope(caller.get(), Action.SEARCH, TYPE);
        return questions.words.answer(parameters);
    }

    /// The test that an organisation's own code means.
    @GET
    @Path("{operation:(\\$|%24)by-local-code}")
    public Uni<Response> byLocalCode(
            @QueryParam("organisation") @Nullable String organisation,
            @QueryParam("system") @Nullable String system,
            @QueryParam("code") @Nullable String code) {
        var who = caller.get();
        access.requireScope(who, Action.READ, TYPE);
        var test = questions
                .inForce
                .byLocalCode(
                        required(organisation, "organisation"),
                        new CatalogueTest.Code(required(system, "system"), required(code, "code")))
                .orElseThrow(() -> missing("Nobody has said what this code means. Ask the region's operators to map"
                        + " it to a test of the catalogue."));
        return questions.stored.read(who, CatalogueSearch.TEST, test.id(), null);
    }

    /// What a patient is to do before the test, in the best language that there is for `Accept-Language`.
    @GET
    @Path("{id}/{operation:(\\$|%24)instructions}")
    public Uni<Response> instructions(@PathParam("id") String id, @Context HttpHeaders headers) {
        access.requireScope(caller.get(), Action.READ, TYPE);
        var wanted = headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE);
        return questions
                .stored
                .find(CatalogueSearch.TEST, id)
                .map(found -> found.orElseThrow(() -> missing("There is no such test here.")))
                .map(test -> FhirJson.read(test.content(), ActivityDefinition.class))
                .map(definition -> FhirResponses.ok(FhirJson.encode(instructions(definition, wanted))));
    }

    private static Parameters instructions(ActivityDefinition definition, @Nullable String wanted) {
        var parameters = new Parameters();
        parameters.addParameter("status", new CodeType(definition.getStatus().toCode()));
        CatalogueMapper.instructions(definition)
                .in(wanted == null ? "" : wanted)
                .ifPresent(text -> {
                    parameters.addParameter("language", new CodeType(text.language()));
                    parameters.addParameter("text", new MarkdownType(text.text()));
                });
        return parameters;
    }

    @PUT
    @Path("{id}")
    public Uni<Response> update(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        var who = caller.get();
        access.requireScope(who, Action.UPDATE, TYPE);
        requireEditor(who);
        FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        var definition = FhirJson.parse(body, ActivityDefinition.class);
        if (!ID.matcher(id).matches() || !id.equals(definition.getIdElement().getIdPart())) {
            throw ProblemException.of(
                    ProblemCode.INVALID_RESOURCE_ID,
                    "The id in the body and in the address must be the same: letters, digits, - and ., up to 64.",
                    "ActivityDefinition.id");
        }
        var ifMatch = headers.getHeaderString(HttpHeaders.IF_MATCH);
        var seen = ifMatch == null ? OptionalInt.empty() : OptionalInt.of(FhirResponses.requireIfMatch(ifMatch));
        return catalogue.put(who, definition, seen).map(CatalogueResource::answer);
    }

    private static Response answer(CatalogueWriteResult result) {
        return switch (result) {
            case CatalogueWriteResult.Created(var resource) -> FhirResponses.created(TYPE, resource);
            case CatalogueWriteResult.Changed(var resource) -> FhirResponses.stored(TYPE, resource);
            case CatalogueWriteResult.Unchanged(var resource) -> FhirResponses.stored(TYPE, resource);
            case CatalogueWriteResult.VersionConflict(int current) ->
                FhirResponses.refused(
                        ProblemCode.PRECONDITION_FAILED,
                        current == 0
                                ? "There is no test with this id yet. Send it without If-Match to create it."
                                : "It is at " + FhirResponses.etagOf(current)
                                        + " now. Read it again and send the change with its ETag in If-Match.",
                        "If-Match");
            case CatalogueWriteResult.LocalCodeTaken(var other) ->
                FhirResponses.refused(
                        ProblemCode.DUPLICATE,
                        "A local code of it means ActivityDefinition/" + other
                                + " already. Take it away there first: one code means one test.",
                        "ActivityDefinition.extension");
        };
    }

    private static void requireEditor(Caller who) {
        if (!EDITORS.contains(who.role())) {
            throw ProblemException.of(
                    ProblemCode.ACCESS_DENIED,
                    "The catalogue is changed by the region's operators. Tell them what is wrong or missing.");
        }
    }

    private static String required(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE, "Give organisation, system and code, each with a value.", name);
        }
        return value;
    }

    private static ProblemException missing(String detail) {
        return ProblemException.of(ProblemCode.NOT_FOUND, detail);
    }
}
