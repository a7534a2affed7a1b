package org.meridiandx.identity.account;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.meridiandx.access.CurrentCaller;

/// `/oauth2/people/{sub}/sign-out`: for operators.
@Path("/oauth2/people")
public class PeopleResource {
    private final PeopleService people;
    private final CurrentCaller caller;

    PeopleResource(PeopleService people, CurrentCaller caller) {
        this.people = people;
        this.caller = caller;
    }

    @POST
    @Path("/{subject}/sign-out")
    public Uni<Response> signOut(@PathParam("subject") String subject) {
        return people.signOut(caller.get(), subject)
                .map(done -> Response.noContent().build());
    }
}
