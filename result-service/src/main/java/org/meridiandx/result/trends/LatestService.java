package org.meridiandx.result.trends;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.reports.ResultBundle;
import org.meridiandx.result.reports.ResultSearches;

/// `Observation/$lastn`: the latest of each code that the caller may see, so that one that they may not see takes
/// no place.
///
/// **Source:** FHIR R4 Observation, operation `$lastn`.
@ApplicationScoped
public class LatestService {
    private static final String LATEST = """
            select id from (
                select id, code_system, code, row_number() over (partition by code_system, code
                    order by coalesce(effective_at, '0001-01-01T00:00:00Z'::timestamptz) desc, id desc) as place
                from observation where id = any($1) and status <> 'entered-in-error') as placed
            where place <= $2 order by code_system, code, place""";
    private static final Pattern MAX = Pattern.compile("[1-9][0-9]?|100");
    private final Pool pool;
    private final StoredResources stored;
    private final SeriesService series;
    private final String baseUrl;

    LatestService(
            Pool pool,
            StoredResources stored,
            SeriesService series,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.pool = pool;
        this.stored = stored;
        this.series = series;
        this.baseUrl = baseUrl;
    }

    /// @return 200 with a searchset Bundle, code by code, the latest of each first; fails with 400, 403, 422 or 503
    Uni<Response> latest(Caller caller, MultivaluedMap<String, String> query) {
        var ask = Ask.parse(query, Set.of("max"));
        var max = ask.other("max").map(LatestService::maxOf).orElse(1);
        return stored.visible(caller, ResultSearches.OBSERVATION, ask.search())
                .chain(ids -> pool.preparedQuery(LATEST).execute(Tuple.of(ids.toArray(String[]::new), max)))
                .map(rows -> {
                    var ids = new ArrayList<String>(rows.size());
                    rows.forEach(row -> ids.add(row.getString("id")));
                    return ids;
                })
                .chain(this::inOrder)
                .call(found -> series.record(caller, ask, "lastn", found))
                .map(found -> FhirResponses.ok(ResultBundle.searchset(baseUrl, "Observation", found)));
    }

    private Uni<List<StoredResource>> inOrder(List<String> ids) {
        return stored.findThese(ResultSearches.OBSERVATION, Set.copyOf(ids)).map(found -> {
            var byId = found.stream().collect(Collectors.toMap(StoredResource::id, Function.identity()));
            return ids.stream().flatMap(id -> Stream.ofNullable(byId.get(id))).toList();
        });
    }

    private static int maxOf(String text) {
        if (!MAX.matcher(text).matches()) {
            throw ProblemException.of(ProblemCode.INVALID_PARAMETER, "max takes a whole number from 1 to 100.", "max");
        }
        return Integer.parseInt(text);
    }
}
