package org.meridiandx.order.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.meridiandx.order.catalogue.rules.CatalogueTest;
import org.meridiandx.order.catalogue.rules.Performer;
import org.meridiandx.order.catalogue.rules.RoutingRule;
import org.meridiandx.order.records.PlannedTime;

/// Where and when a test could be done soonest, by what the catalogue says of room and what is
/// asked for already. It reserves nothing: who asks next may get the place.
@ApplicationScoped
public class NearestPlaces {
    private static final Logger LOG = Logger.getLogger(NearestPlaces.class);

    private final CatalogueInForce catalogue;
    private final TakenPlacesRepository places;
    private final Clock clock;

    NearestPlaces(CatalogueInForce catalogue, TakenPlacesRepository places, Clock clock) {
        this.catalogue = catalogue;
        this.places = places;
        this.clock = clock;
    }

    /// @param ods of the performer
    /// @param asOf when it was free
    public record Nearest(String ods, LocalDate day, Instant asOf) {}

    /// Never fails.
    ///
    /// @param codes of the test, any of them
    /// @param requester ODS code of who asks: the near one comes first where days are the same
    /// @return empty where the catalogue knows no room of those who do it, none is free in six
    ///     weeks, or it could not be counted
    public Uni<Optional<Nearest>> of(List<CatalogueTest.Code> codes, String requester) {
        var test = codes.stream()
                .flatMap(code -> catalogue.byCode(code).stream())
                .filter(NearestPlaces::isRoomKnown)
                .findFirst();
        return test.map(known -> of(known, requester))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static boolean isRoomKnown(CatalogueTest test) {
        return test.performers().stream().map(Performer::capacityPerDay).anyMatch(room -> room.isPresent());
    }

    private Uni<Optional<Nearest>> of(CatalogueTest test, String requester) {
        var asOf = clock.instant();
        var wanted = new RoutingRule.Wanted(requester, "", LocalDateTime.ofInstant(asOf, PlannedTime.HERE), false);
        return places.of(test, wanted.time().toLocalDate())
                .map(taken -> RoutingRule.nearest(test, wanted, taken)
                        .map(place -> new Nearest(place.ods(), place.day(), asOf)))
                .onFailure()
                .recoverWithItem(away -> {
                    LOG.warnf(
                            "free places could not be counted: %s",
                            away.getClass().getSimpleName());
                    return Optional.empty();
                });
    }
}
