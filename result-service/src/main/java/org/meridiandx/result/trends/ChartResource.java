package org.meridiandx.result.trends;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.BiFunction;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.result.trends.rules.Measured;
import org.meridiandx.result.trends.rules.Measured.Range;
import org.meridiandx.result.trends.rules.Series;
import org.meridiandx.result.trends.rules.TrendChart;

/// `/charts/observations?patient=…&code=…`: a series of one analyte across laboratories, as a chart, as a page
/// with chart and table, or as data.
///
/// A browser that is shown one runs nothing: no script, no style and no other address is let through.
@Path("/charts/observations")
public class ChartResource {
    private static final Set<String> OWN = Set.of("unit");
    private static final String NOTHING_ELSE = "default-src 'none'; frame-ancestors 'self'; sandbox";
    private final SeriesService service;
    private final CurrentCaller current;

    ChartResource(SeriesService service, CurrentCaller current) {
        this.service = service;
        this.current = current;
    }

    @GET
    @Produces("image/svg+xml")
    public Uni<Response> svg(UriInfo uri) {
        return answer(uri, "image/svg+xml", TrendChart::svg);
    }

    @GET
    @Produces("text/html")
    public Uni<Response> page(UriInfo uri) {
        return answer(uri, "text/html", TrendChart::page);
    }

    @GET
    @Produces("application/json")
    public Uni<Response> data(UriInfo uri) {
        return answer(uri, "application/json", ChartResource::json);
    }

    private Uni<Response> answer(UriInfo uri, String type, BiFunction<String, Series, String> shown) {
        Caller caller = current.get();
        var ask = Ask.parse(uri.getQueryParameters(), OWN).requireCode();
        return service.values(caller, ask, "chart")
                .map(values -> shown.apply(values.name(), SeriesService.seriesOf(values, ask)))
                .map(body -> Response.ok(body.getBytes(StandardCharsets.UTF_8))
                        .header(HttpHeaders.CONTENT_TYPE, type + "; charset=utf-8")
                        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                        .header("Content-Security-Policy", NOTHING_ELSE)
                        .header("X-Content-Type-Options", "nosniff")
                        .build());
    }

    private static String json(String name, Series series) {
        var json = ResourceTree.object();
        json.put("name", name).put("unit", series.unit());
        var points = json.putArray("points");
        series.points().forEach(point -> {
            var one = sent(points.addObject(), point.sent()).put("value", point.value());
            range(one, point.range());
            one.put("converted", point.isConverted());
        });
        var ranges = json.putArray("referenceRanges");
        series.rangesBySource()
                .forEach((source, all) ->
                        all.forEach(range -> range(ranges.addObject().put("source", source), range)));
        var apart = json.putArray("apart");
        series.apart().forEach(one -> sent(apart.addObject(), one));
        return new String(ResourceTree.write(json), StandardCharsets.UTF_8);
    }

    private static ObjectNode sent(ObjectNode json, Measured sent) {
        return json.put("observation", "Observation/" + sent.id())
                .put("code", sent.code())
                .put("at", sent.at().toInstant().toString())
                .put("comparator", sent.comparator())
                .put("sentValue", sent.value())
                .put("sentUnit", sent.unit())
                .put("source", sent.source())
                .put("flag", sent.flag())
                .put("status", sent.status());
    }

    private static void range(ObjectNode json, Range range) {
        range.low().ifPresent(low -> json.put("low", plain(low)));
        range.high().ifPresent(high -> json.put("high", plain(high)));
    }

    private static BigDecimal plain(BigDecimal number) {
        return new BigDecimal(number.toPlainString());
    }
}
