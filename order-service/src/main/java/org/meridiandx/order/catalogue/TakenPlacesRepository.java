package org.meridiandx.order.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.order.catalogue.rules.CatalogueTest;
import org.meridiandx.order.catalogue.rules.Performer;
import org.meridiandx.order.catalogue.rules.RoutingRule;
import org.meridiandx.order.catalogue.rules.TakenPlaces;

/// Counts what performers have to do. Plain SQL: it reads a count along an index, and nothing else
/// of the requests.
@ApplicationScoped
class TakenPlacesRepository {
    private static final String TAKEN = """
            select r.performer, r.planned_on, count(*)::int as taken from service_request r
            where r.performer = any($1) and r.planned_on >= $2 and r.planned_on < $3
                and r.status in ('active', 'on-hold', 'completed')
                and exists (select from service_request_code c where c.resource_id = r.id
                    and ((c.system, c.value) in (select * from unnest($4::text[], $5::text[]))
                        or (r.requester, c.system, c.value) in (select * from unnest($6::text[], $7::text[], $8::text[]))))
            group by r.performer, r.planned_on""";
    private final Pool pool;

    TakenPlacesRepository(Pool pool) {
        this.pool = pool;
    }

    /// What is asked for of a test by any of its codes, for the days that a choice looks at.
    ///
    /// @param from the first of these days
    Uni<TakenPlaces> of(CatalogueTest test, LocalDate from) {
        var limited = test.performers().stream()
                .filter(performer -> performer.capacityPerDay().isPresent())
                .map(Performer::ods)
                .toArray(String[]::new);
        if (limited.length == 0) {
            return Uni.createFrom().item(TakenPlaces.NONE);
        }
        var codes = codesForAnybody(test);
        return pool.preparedQuery(TAKEN)
                .execute(Tuple.from(List.<Object>of(
                        limited,
                        from,
                        from.plusDays(RoutingRule.HORIZON_DAYS),
                        all(codes, CatalogueTest.Code::system),
                        all(codes, CatalogueTest.Code::code),
                        all(test.localCodes(), CatalogueTest.LocalCode::organisation),
                        all(test.localCodes(), local -> local.code().system()),
                        all(test.localCodes(), local -> local.code().code()))))
                .map(TakenPlacesRepository::places);
    }

    private static TakenPlaces places(RowSet<Row> rows) {
        var counts = new HashMap<TakenPlaces.Place, Integer>();
        rows.forEach(
                row -> counts.put(new TakenPlaces.Place(row.getString(0), row.getLocalDate(1)), row.getInteger(2)));
        return new TakenPlaces(counts);
    }

    /// A code whose system is one organisation's by its name means the test whoever asks: over HL7 v2 the
    /// one that writes an order is not always the one that asks.
    private static List<CatalogueTest.Code> codesForAnybody(CatalogueTest test) {
        var own = test.localCodes().stream()
                .filter(local -> OdsCode.parse(local.organisation())
                        .filter(ods -> IdentifierSystems.local(ods, "codes")
                                .equals(local.code().system()))
                        .isPresent())
                .map(CatalogueTest.LocalCode::code);
        return Stream.concat(test.codes().stream(), own).toList();
    }

    private static <T> String[] all(List<T> codes, Function<T, String> part) {
        return codes.stream().map(part).toArray(String[]::new);
    }
}
