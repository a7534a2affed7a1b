package org.meridiandx.identity.audit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.ResourceCapability;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `/fhir/R4/AuditEvent`: who did what, for auditors. Nobody writes here; entries come from the
/// services.
@Path("/fhir/R4/AuditEvent")
public class AuditEventResource {
    static final SearchDefinition SEARCH = SearchDefinition.of("AuditEvent", "audit_event")
            .reference("patient", "patient_id", "Patient")
            .dateTime("date", "recorded")
            .token("action", "action")
            .token("outcome", "outcome")
            .token("subtype", "interaction")
            .token("organisation", "organisation")
            .token("altid", "client_id")
            .build();
    private final AuditService audit;
    private final StoredResources stored;
    private final Access access;
    private final CurrentCaller caller;

    AuditEventResource(AuditService audit, StoredResources stored, Access access, CurrentCaller caller) {
        this.audit = audit;
        this.stored = stored;
        this.access = access;
        this.caller = caller;
    }

    @GET
    @Path("/{id}")
    public Uni<Response> read(@PathParam("id") String id, @HeaderParam("If-None-Match") @Nullable String etag) {
        return requireAuditor(Action.READ).chain(() -> stored.read(caller.get(), SEARCH, id, etag));
    }

    @GET
    public Uni<Response> search(@Context UriInfo uri) {
        return requireAuditor(Action.SEARCH).chain(() -> stored.search(caller.get(), SEARCH, uri.getQueryParameters()));
    }

    @POST
    @Path("/_search")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> searchByForm(MultivaluedMap<String, String> form) {
        return requireAuditor(Action.SEARCH).chain(() -> stored.search(caller.get(), SEARCH, form));
    }

    /// Walks the chain. The body may hold Parameters with `seq` and `hash` of an end that was noted
    /// earlier: that finds even a database that was put back to an older state. Some clients write
    /// the dollar sign as `%24`.
    @POST
    @Path("/{operation:(\\$|%24)verify}")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> verify(byte[] body) {
        return requireAuditor(Action.SEARCH)
                .chain(() -> audit.verify(anchorOf(body)))
                .map(proof -> FhirResponses.ok(FhirJson.encode(answer(proof))));
    }

    @Produces
    @Singleton
    static ResourceCapability capability() {
        return new ResourceCapability(
                SEARCH, AuditEventMapper.PROFILE, List.of("read", "search-type"), List.of("verify"));
    }

    /// A search by somebody else must not even learn that it has no hits.
    private Uni<Void> requireAuditor(Action action) {
        return access.require(caller.get(), new AccessRequest(action, "AuditEvent", Optional.empty(), Set.of()));
    }

    private static Optional<ChainCheck.Anchor> anchorOf(byte[] body) {
        if (body.length == 0) {
            return Optional.empty();
        }
        var parameters = FhirJson.parse(body, Parameters.class);
        var seq = valueOf(parameters, "seq");
        var hash = valueOf(parameters, "hash");
        if (seq.isEmpty() && hash.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ChainCheck.Anchor(
                    Long.parseLong(seq.orElse("")), HexFormat.of().parseHex(hash.orElse(""))));
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "seq and hash go together, as $verify gave them: a whole number and 64 hexadecimal digits.",
                    "seq",
                    "hash");
        }
    }

    private static Optional<String> valueOf(Parameters parameters, String name) {
        return parameters.getParameter().stream()
                .filter(parameter ->
                        name.equals(parameter.getName()) && parameter.getValue() instanceof PrimitiveType<?>)
                .map(parameter -> parameter.getValue().primitiveValue())
                .findFirst();
    }

    private static Parameters answer(AuditService.Proof proof) {
        var answer = new Parameters();
        answer.addParameter("ok", proof.verdict().isIntact());
        answer.addParameter("entries", String.valueOf(proof.verdict().entries()));
        var head = answer.addParameter().setName("head");
        head.addPart().setName("seq").setValue(text(String.valueOf(proof.head().seq())));
        if (proof.head().seq() > 0) {
            head.addPart()
                    .setName("hash")
                    .setValue(text(HexFormat.of().formatHex(proof.head().hash())));
            head.addPart().setName("keyId").setValue(text(proof.head().keyId()));
        }
        proof.verdict().findings().forEach(finding -> answer.addParameter("finding", finding));
        return answer;
    }

    private static org.hl7.fhir.r4.model.StringType text(String value) {
        return new org.hl7.fhir.r4.model.StringType(value);
    }
}
