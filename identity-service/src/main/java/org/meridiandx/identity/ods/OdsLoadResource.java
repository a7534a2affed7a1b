package org.meridiandx.identity.ods;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.identity.directory.DirectoryEditors;
import org.meridiandx.identity.ods.rules.OdsLayout;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `POST /directory/ods/{layout}`: a piece of a published file as it is, CSV or JSON, for the
/// region's operators.
@Path("/directory/ods/{layout}")
public class OdsLoadResource {
    private final OdsLoadService service;
    private final Access access;
    private final CurrentCaller caller;

    OdsLoadResource(OdsLoadService service, Access access, CurrentCaller caller) {
        this.service = service;
        this.access = access;
        this.caller = caller;
    }

    @POST
    @Consumes({"text/csv", MediaType.APPLICATION_JSON, "application/geo+json"})
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<OdsReport> load(@PathParam("layout") String name, byte[] body) {
        access.requireScope(caller.get(), Action.UPDATE, "Organization");
        DirectoryEditors.require(caller.get());
        var layout = OdsLayout.of(name).orElseThrow(OdsLoadResource::unknownLayout);
        return service.load(caller.get(), layout, OdsPiece.rows(layout, body));
    }

    private static ProblemException unknownLayout() {
        return ProblemException.of(
                ProblemCode.INVALID_PARAMETER,
                "There is no such layout. Known are "
                        + Arrays.stream(OdsLayout.values()).map(OdsLayout::code).collect(Collectors.joining(", "))
                        + ".",
                "layout");
    }
}
