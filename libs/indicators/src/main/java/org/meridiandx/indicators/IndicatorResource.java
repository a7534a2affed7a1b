package org.meridiandx.indicators;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.core.Variant;
import java.time.Clock;
import java.util.List;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `GET /indicators/…?organisation=&from=&to=&name=`: the numbers of this service, as JSON or CSV.
///
/// They are totals without patients, so no relationship is asked for: a token with the scope of
/// MeasureReport is, and one sees one's own organisation, the region's operators see all.
public abstract class IndicatorResource {
    private static final String SCOPE = "MeasureReport";
    private static final MediaType CSV = new MediaType("text", "csv");
    private static final List<Variant> FORMS =
            Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, CSV).build();
    private final Answering answering;

    protected IndicatorResource(Answering answering) {
        this.answering = answering;
    }

    /// What answering needs.
    @Singleton
    public static class Answering {
        private final IndicatorService indicators;
        private final Access access;
        private final CurrentCaller caller;
        private final Clock clock;

        Answering(IndicatorService indicators, Access access, CurrentCaller caller, Clock clock) {
            this.indicators = indicators;
            this.access = access;
            this.caller = caller;
            this.clock = clock;
        }
    }

    /// @return 200; fails with [ProblemException] 400, 403, 406, 422 or 429. Safe to repeat
    @GET
    public Uni<Response> answer(@Context UriInfo uri, @Context Request request) {
        var who = answering.caller.get();
        answering.access.requireScopeForAll(who, Action.SEARCH, SCOPE);
        var form = request.selectVariant(FORMS);
        if (form == null) {
            throw ProblemException.of(
                    ProblemCode.NOT_ACCEPTABLE, "Indicators are given as application/json or text/csv.");
        }
        var asked = IndicatorRequest.of(uri.getQueryParameters(), who, answering.clock);
        return answering.indicators.answer(asked).map(found -> answer(form.getMediaType(), found));
    }

    private static Response answer(MediaType form, List<Indicator> found) {
        var isCsv = form.isCompatible(CSV);
        return Response.ok(isCsv ? IndicatorForms.csv(found) : IndicatorForms.json(found))
                .type(form.withCharset("utf-8"))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }
}
