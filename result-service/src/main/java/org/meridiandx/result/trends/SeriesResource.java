package org.meridiandx.result.trends;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.meridiandx.access.CurrentCaller;

/// Operations on the Observations of one patient. Some clients write the dollar sign as `%24`.
@Path("/fhir/R4")
public class SeriesResource {
    private final LatestService latest;
    private final StatisticsService statistics;
    private final CurrentCaller current;

    SeriesResource(LatestService latest, StatisticsService statistics, CurrentCaller current) {
        this.latest = latest;
        this.statistics = statistics;
        this.current = current;
    }

    @GET
    @Path("Observation/{operation:(\\$|%24)lastn}")
    public Uni<Response> latest(UriInfo uri) {
        return latest.latest(current.get(), uri.getQueryParameters());
    }

    @GET
    @Path("Observation/{operation:(\\$|%24)stats}")
    public Uni<Response> statistics(UriInfo uri) {
        return statistics.statistics(current.get(), uri.getQueryParameters());
    }
}
