package org.meridiandx.order.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Optional;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.StringType;
import org.meridiandx.order.catalogue.rules.CatalogueTest;
import org.meridiandx.order.catalogue.rules.RoutingRule;
import org.meridiandx.order.records.Organisations;
import org.meridiandx.order.records.PerformerConfig;
import org.meridiandx.order.records.PlannedTime;
import org.meridiandx.order.records.RequestFacts;

/// Fills in who performs a request that names nobody, and says why: by the catalogue, else the
/// region's default.
@Singleton
public class RoutingService {
    private final CatalogueInForce catalogue;
    private final UnknownCodeService unknown;
    private final PerformerConfig defaults;
    private final TakenPlacesRepository places;
    private final Clock clock;

    RoutingService(
            CatalogueInForce catalogue,
            UnknownCodeService unknown,
            PerformerConfig defaults,
            TakenPlacesRepository places,
            Clock clock) {
        this.catalogue = catalogue;
        this.unknown = unknown;
        this.defaults = defaults;
        this.places = places;
        this.clock = clock;
    }

    /// Completes `performer` by the catalogue, with the reason as an extension on it. A performer
    /// that is given stays; where the catalogue does not know the test or who does it, the region's
    /// default for the category counts. Where there is none either, the performer stays open.
    ///
    /// Room is counted for each performer and day in this region, whichever of its codes the test was asked for
    /// by; two requests of the same moment may both get the last place. The day is told on `performer` too.
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
        return test.map(known -> route(request, known))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .invoke(() -> completeByDefault(request))
                .replaceWithVoid();
    }

    private Uni<Void> route(ServiceRequest request, CatalogueTest test) {
        var wanted = wanted(request);
        return places.of(test, wanted.time().toLocalDate())
                .invoke(taken -> RoutingRule.choose(test, wanted, taken).ifPresent(choice -> choose(request, choice)))
                .replaceWithVoid();
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
        performer.addExtension(PlannedTime.DAY, new DateType(choice.day().toString()));
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

    /// What is to be done in the past is to be done now.
    private LocalDateTime timeOf(ServiceRequest request) {
        var now = LocalDateTime.ofInstant(clock.instant(), PlannedTime.HERE);
        return PlannedTime.wanted(request)
                .filter(wanted -> !wanted.toLocalDate().isBefore(now.toLocalDate()))
                .orElse(now);
    }
}
