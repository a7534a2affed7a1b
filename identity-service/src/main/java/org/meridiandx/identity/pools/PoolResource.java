package org.meridiandx.identity.pools;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hl7.fhir.r4.model.Parameters;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.identity.paging.EntryId;
import org.meridiandx.identity.paging.NextPage;
import org.meridiandx.identity.paging.QueryNames;

/// Reporting pools of the caller's organisation: `GET` and `POST Patient/$reporting-pools`, one of
/// them below it by its id, with `$add-member`, `$remove-member`, `$assign` and `$withdraw`.
@Path("/fhir/R4/Patient/$reporting-pools")
public class PoolResource {
    private static final Set<String> PARAMETERS = Set.of("_count", "_cursor");
    private final PoolService pools;
    private final PoolAccess access;
    private final CurrentCaller caller;
    private final String baseUrl;

    PoolResource(
            PoolService pools,
            PoolAccess access,
            CurrentCaller caller,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.pools = pools;
        this.access = access;
        this.caller = caller;
        this.baseUrl = baseUrl;
    }

    @GET
    public Uni<Response> list(@Context UriInfo address) {
        access.requireAssigner(caller.get(), Action.SEARCH);
        QueryNames.require(address, Set.of());
        return pools.list(caller.get()).map(found -> answer(PoolParameters.toParameters(found)));
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> make(@Context UriInfo address, byte[] body) {
        access.requireManager(caller.get());
        QueryNames.require(address, Set.of());
        var name = PoolParameters.nameIn(FhirJson.parse(body, Parameters.class));
        return pools.make(caller.get(), name).map(made -> answer(PoolParameters.toParameters(List.of(made))));
    }

    @GET
    @Path("/{id}")
    public Uni<Response> view(
            @PathParam("id") String id,
            @QueryParam("_count") @DefaultValue("20") String count,
            @QueryParam("_cursor") Optional<String> cursor,
            @Context UriInfo address) {
        access.requireAssigner(caller.get(), Action.READ);
        QueryNames.require(address, PARAMETERS);
        return pools.view(caller.get(), EntryId.of(id), PoolQuery.of(count, cursor))
                .map(view -> answer(parametersOf(view, address)));
    }

    @POST
    @Path("/{id}/$add-member")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> add(@PathParam("id") String id, @Context UriInfo address, byte[] body) {
        access.requireManager(caller.get());
        QueryNames.require(address, Set.of());
        var member = PoolParameters.memberIn(FhirJson.parse(body, Parameters.class));
        return access.requireRegistered(member)
                .chain(() -> access.requireKnown(member))
                .chain(() -> pools.add(caller.get(), EntryId.of(id), member))
                .map(added -> answer(member));
    }

    @POST
    @Path("/{id}/$remove-member")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> remove(@PathParam("id") String id, @Context UriInfo address, byte[] body) {
        access.requireManager(caller.get());
        QueryNames.require(address, Set.of());
        var member = PoolParameters.memberIn(FhirJson.parse(body, Parameters.class));
        return pools.remove(caller.get(), EntryId.of(id), member).map(removed -> answer(member));
    }

    @POST
    @Path("/{id}/$assign")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> assign(@PathParam("id") String id, @Context UriInfo address, byte[] body) {
        access.requireAssigner(caller.get(), Action.UPDATE);
        QueryNames.require(address, Set.of());
        var poolId = EntryId.of(id);
        var asked = FhirJson.parse(body, Parameters.class);
        return access.permitted(caller.get(), poolId, asked)
                .chain(given -> pools.assign(caller.get(), given))
                .map(given -> {
                    var answer = new Parameters();
                    PoolParameters.tell(answer, given);
                    return answer(answer);
                });
    }

    @POST
    @Path("/{id}/$withdraw")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> withdraw(@PathParam("id") String id, @Context UriInfo address, byte[] body) {
        access.requireAssigner(caller.get(), Action.UPDATE);
        QueryNames.require(address, Set.of());
        var focus = PoolParameters.focusIn(FhirJson.parse(body, Parameters.class));
        return pools.withdraw(caller.get(), EntryId.of(id), focus).map(done -> answer(new Parameters()));
    }

    private Parameters parametersOf(PoolService.View view, UriInfo asked) {
        var answer = new Parameters();
        PoolParameters.tell(answer, view.pool());
        view.members().forEach(member -> PoolParameters.tell(answer, member));
        view.assignments().shown().forEach(given -> PoolParameters.tell(answer, given));
        new NextPage(address(view.pool()))
                .tell(answer, asked, view.assignments().next());
        return answer;
    }

    private String address(ReportingPool pool) {
        return baseUrl + "/fhir/R4/Patient/$reporting-pools/" + pool.id();
    }

    private static Response answer(PoolMember member) {
        var answer = new Parameters();
        PoolParameters.tell(answer, member);
        return answer(answer);
    }

    private static Response answer(Parameters parameters) {
        return FhirResponses.ok(FhirJson.encode(parameters));
    }
}
