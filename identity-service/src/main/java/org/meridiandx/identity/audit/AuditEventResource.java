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
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.ResourceCapability;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResources;

/// `/fhir/R4/AuditEvent`: who did what, for auditors, and for patients what was done with their own
/// record. Nobody writes here; entries come from the services.
@Path("/fhir/R4/AuditEvent")
public class AuditEventResource {
    static final SearchDefinition SEARCH = SearchDefinition.of("AuditEvent", "audit_event")
            .reference("patient", "patient_id", "Patient")
            .reference("agent", "agent", "Practitioner")
            .token("agent-role", "role")
            .token("altid", "client_id")
            .token("organisation", "organisation")
            .dateTime("date", "recorded")
            .token("purpose", "purpose")
            .token("action", "action")
            .token("outcome", "outcome")
            .token("subtype", "interaction")
            .token("entity-type", "resource_type")
            .token("transaction", "request_id")
            .acrossMergedRecords()
            .build();
    private final StoredResources stored;
    private final AuditAccess access;
    private final CurrentCaller caller;

    AuditEventResource(StoredResources stored, AuditAccess access, CurrentCaller caller) {
        this.stored = stored;
        this.access = access;
        this.caller = caller;
    }

    @GET
    @Path("/{id}")
    public Uni<Response> read(@PathParam("id") String id, @HeaderParam("If-None-Match") @Nullable String etag) {
        var who = caller.get();
        return access.require(who, Action.READ, who.patientId().orElse(""))
                .chain(() -> stored.read(who, SEARCH, id, etag));
    }

    @GET
    public Uni<Response> search(@Context UriInfo uri) {
        return search(caller.get(), uri.getQueryParameters());
    }

    @POST
    @Path("/_search")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> searchByForm(MultivaluedMap<String, String> form) {
        return search(caller.get(), form);
    }

    @Produces
    @Singleton
    static ResourceCapability capability() {
        return new ResourceCapability(
                SEARCH, AuditEventMapper.PROFILE, List.of("read", "search-type"), List.of("verify", "anomalies"));
    }

    /// A search by somebody else must not even learn that it has no hits. A patient who does not
    /// say whose entries are meant, means the own.
    private Uni<Response> search(Caller who, MultivaluedMap<String, String> asked) {
        var parameters = new MultivaluedHashMap<String, String>(asked);
        who.patientId()
                .filter(self -> !asked.containsKey("patient"))
                .ifPresent(self -> parameters.add("patient", self));
        return access.require(who, Action.SEARCH, who.patientId().orElse(""))
                .chain(() -> stored.search(who, SEARCH, parameters));
    }
}
