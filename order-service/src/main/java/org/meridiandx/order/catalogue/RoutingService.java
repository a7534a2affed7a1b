package org.meridiandx.order.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.StringType;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.order.catalogue.rules.CatalogueTest;
import org.meridiandx.order.catalogue.rules.Performer;
import org.meridiandx.order.catalogue.rules.RoutingRule;
import org.meridiandx.order.records.Organisations;
import org.meridiandx.order.records.PerformerConfig;
import org.meridiandx.order.records.RequestFacts;

/// Fills in who performs a request that names nobody, and says why: by the catalogue, else the region's default.
@ApplicationScoped
public class RoutingService {
    private static final ZoneId HERE = ZoneId.of("Europe/London");
    private static final String TAKEN = """
            select r.performer, count(*)::int as taken from service_request r
            where r.performer = any($1) and r.last_updated >= $2 and r.authored_on >= $2
                and r.status in ('active', 'on-hold', 'completed')
                and exists (select from service_request_code c where c.resource_id = r.id
                    and ((c.system, c.value) in (select * from unnest($3::text[], $4::text[]))
                        or (r.requester, c.system, c.value) in (select * from unnest($5::text[], $6::text[], $7::text[]))))
            group by r.performer""";
    private final CatalogueInForce catalogue;
    private final UnknownCodeService unknown;
    private final PerformerConfig defaults;
    private final Pool pool;
    private final Clock clock;

    RoutingService(
            CatalogueInForce catalogue, UnknownCodeService unknown, PerformerConfig defaults, Pool pool, Clock clock) {
        this.catalogue = catalogue;
        this.unknown = unknown;
        this.defaults = defaults;
        this.pool = pool;
        this.clock = clock;
    }

    /// Completes `performer` by the catalogue, with the reason as an extension on it. A performer
    /// that is given stays; where the catalogue does not know the test or who does it, the region's
    /// default for the category counts. Where there is none either, the performer stays open.
    ///
    /// Capacity is what was written today in this region, whichever of its codes the test was asked for
    /// by; two requests of the same moment may both get the last place.
    ///
    /// @param request changed in place
    public Uni<Void> complete(ServiceRequest request) {
        return complete(request, Organisations.odsOf(request.getRequester(), request));
    }

    /// The same where another one than the requester wrote the order, in codes of its own.
    ///
    /// @param writer ODS code of the organisation whose own codes the request may have; may be empty
    public Uni<Void> complete(ServiceRequest request, String writer) {
        if (request.hasPerformer()) {
            return Uni.createFrom().voidItem();
        }
        var test = testOf(request, writer).filter(known -> !known.performers().isEmpty());
        return test.map(known -> taken(known).invoke(taken -> route(request, known, taken)))
                .orElseGet(() -> Uni.createFrom().item(Map.of()))
                .invoke(() -> completeByDefault(request))
                .replaceWithVoid();
    }

    private void route(ServiceRequest request, CatalogueTest test, Map<String, Integer> taken) {
        RoutingRule.choose(test, wanted(request), taken).ifPresent(choice -> choose(request, choice));
    }

    private void completeByDefault(ServiceRequest request) {
        if (!request.hasPerformer()) {
            defaults.performerOf(RequestFacts.categoryOf(request).orElse(""))
                    .ifPresent(ods -> request.addPerformer(Organisations.reference(ods)));
        }
    }

    /// A code that means no test is kept for people who map it; the request is taken all the same. To be
    /// called for requests that are allowed.
    public Uni<Void> noteUnknownCode(ServiceRequest request) {
        var requester = Organisations.odsOf(request.getRequester(), request);
        return unknown.isNews(requester, request.getCode())
                ? unknown.note(requester, request.getCode()).replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private static void choose(ServiceRequest request, RoutingRule.Choice choice) {
        var performer = Organisations.reference(choice.ods());
        performer.addExtension(CatalogueExtensions.CHOICE, new StringType(choice.reason()));
        request.addPerformer(performer);
    }

    /// By the first of the request's codes that the catalogue has, the writer's own codes included.
    private Optional<CatalogueTest> testOf(ServiceRequest request, String writer) {
        return request.getCode().getCoding().stream()
                .filter(coding -> coding.hasSystem() && coding.hasCode())
                .map(coding -> new CatalogueTest.Code(coding.getSystem(), coding.getCode()))
                .flatMap(code -> catalogue.byCode(code).or(() -> catalogue.byLocalCode(writer, code)).stream())
                .findFirst();
    }

    private Uni<Map<String, Integer>> taken(CatalogueTest test) {
        var limited = test.performers().stream()
                .filter(performer -> performer.capacityPerDay().isPresent())
                .map(Performer::ods)
                .toArray(String[]::new);
        if (limited.length == 0) {
            return Uni.createFrom().item(Map.of());
        }
        var today =
                clock.instant().atZone(HERE).toLocalDate().atStartOfDay(HERE).toOffsetDateTime();
        var codes = codesForAnybody(test);
        return pool.preparedQuery(TAKEN)
                .execute(Tuple.from(List.<Object>of(
                        limited,
                        today,
                        all(codes, CatalogueTest.Code::system),
                        all(codes, CatalogueTest.Code::code),
                        all(test.localCodes(), CatalogueTest.LocalCode::organisation),
                        all(test.localCodes(), local -> local.code().system()),
                        all(test.localCodes(), local -> local.code().code()))))
                .map(rows -> {
                    var taken = new HashMap<String, Integer>();
                    rows.forEach(row -> taken.put(row.getString("performer"), row.getInteger("taken")));
                    return taken;
                });
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

    private RoutingRule.Wanted wanted(ServiceRequest request) {
        var priority = request.hasPriority() ? request.getPriority() : ServiceRequestPriority.ROUTINE;
        var wish = request.getLocationReference().stream()
                .map(place -> Organisations.odsOf(place, request))
                .filter(ods -> !ods.isEmpty())
                .findFirst()
                .orElse("");
        return new RoutingRule.Wanted(
                Organisations.odsOf(request.getRequester(), request),
                wish,
                timeOf(request),
                priority != ServiceRequestPriority.ROUTINE);
    }

    /// When it is to be done: ServiceRequest.occurrence, else now.
    private LocalDateTime timeOf(ServiceRequest request) {
        var occurrence = request.getOccurrence();
        var start = occurrence instanceof DateTimeType time
                ? Optional.ofNullable(time.getValue())
                : occurrence instanceof Period period ? Optional.ofNullable(period.getStart()) : Optional.<Date>empty();
        return LocalDateTime.ofInstant(start.map(Date::toInstant).orElse(clock.instant()), HERE);
    }
}
