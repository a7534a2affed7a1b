package org.meridiandx.access;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a service looks like to this library: one path that tells who asks, one that shows a patient's record.
@Path("/")
public class WhoAmIEndpoint {
    private final CurrentCaller caller;
    private final Access access;
    private final AuditTrail audit;

    WhoAmIEndpoint(CurrentCaller caller, Access access, AuditTrail audit) {
        this.caller = caller;
        this.access = access;
        this.audit = audit;
    }

    @GET
    @Path("whoami")
    public String whoAmI() {
        return caller.get().clientId() + " of " + caller.get().organisation();
    }

    /// All that a token of another region says.
    @GET
    @Path("whoami/whole")
    public String whole() {
        var who = caller.get();
        return String.join(
                "|",
                who.region().orElse("here"),
                who.organisation(),
                who.user().orElse("nobody"),
                who.purpose(),
                who.clientId(),
                who.role(),
                who.patientId().orElse("no patient"),
                who.scopes().toString(),
                who.signedIn().name());
    }

    @GET
    @Path("open/ping")
    public String ping() {
        return "pong";
    }

    @GET
    @Path("openly")
    public String notOpen() {
        return "never seen without a token";
    }

    @GET
    @Path("record")
    public Uni<String> record() {
        var request = new AccessRequest(Action.READ, "Observation", Optional.of("p1"), Set.of());
        return access.require(caller.get(), request)
                .chain(() -> audit.record(caller.get(), List.of(AuditEntry.read("Observation", "o1", "p1"))))
                .replaceWith("the record");
    }

    @GET
    @Path("own-record/{patient}")
    public Uni<String> ownRecord(@PathParam("patient") String patient) {
        var request = AccessRequest.of(Action.READ, "Observation", patient, Set.of("Y90001"));
        return access.require(caller.get(), request)
                .chain(() -> audit.record(caller.get(), List.of(AuditEntry.read("Observation", "o1", patient))))
                .replaceWith("the record");
    }
}
