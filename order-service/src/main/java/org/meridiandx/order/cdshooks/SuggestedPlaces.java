package org.meridiandx.order.cdshooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.order.catalogue.NearestPlaces;
import org.meridiandx.order.catalogue.NearestPlaces.Nearest;
import org.meridiandx.order.catalogue.rules.CatalogueTest;
import org.meridiandx.order.guidance.record.RecordConfig;
import org.meridiandx.order.records.PlannedTime;

/// Tells of each examination that a card suggests where it could be done soonest, as data on the
/// suggested order and in words. Late or away, the card is shown without.
@ApplicationScoped
class SuggestedPlaces {
    private static final String NEAREST = "urn:meridian:extension:nearest-place";

    private final NearestPlaces places;
    private final RecordConfig config;

    SuggestedPlaces(NearestPlaces places, RecordConfig config) {
        this.places = places;
        this.config = config;
    }

    /// Never fails.
    ///
    /// @param requester ODS code of who asks
    Uni<HookAnswer> addTo(HookAnswer answer, String requester) {
        if (answer.cards().stream().allMatch(card -> orders(card).isEmpty())) {
            return Uni.createFrom().item(answer);
        }
        return Multi.createFrom()
                .iterable(answer.cards())
                .onItem()
                .transformToUniAndConcatenate(card -> told(card, requester))
                .collect()
                .asList()
                .map(cards -> new HookAnswer(cards, answer.ratings()))
                .ifNoItem()
                .after(config.timeout())
                .recoverWithItem(answer);
    }

    private static List<ObjectNode> orders(Card card) {
        return card.suggestions().stream()
                .flatMap(suggestion -> suggestion.order().stream())
                .filter(order -> !codes(order).isEmpty())
                .toList();
    }

    private Uni<Card> told(Card card, String requester) {
        return Multi.createFrom()
                .iterable(card.suggestions())
                .onItem()
                .transformToUniAndConcatenate(suggestion -> nearest(suggestion, requester))
                .collect()
                .asList()
                .map(told -> with(card, told));
    }

    /// A suggestion, and where it could be done.
    private record Told(Card.Suggestion suggestion, Optional<Nearest> nearest) {
        Card.Suggestion whole() {
            return nearest.isEmpty()
                    ? suggestion
                    : new Card.Suggestion(
                            suggestion.id(),
                            suggestion.label(),
                            suggestion.orderId(),
                            suggestion.order().map(order -> with(order, nearest.get())));
        }

        private static ObjectNode with(ObjectNode order, Nearest nearest) {
            var copy = order.deepCopy();
            var parts =
                    copy.withArray("/extension").addObject().put("url", NEAREST).putArray("extension");
            parts.addObject()
                    .put("url", "organization")
                    .putObject("valueReference")
                    .putObject("identifier")
                    .put("system", IdentifierSystems.ODS_ORGANISATION)
                    .put("value", nearest.ods());
            parts.addObject().put("url", "day").put("valueDate", nearest.day().toString());
            parts.addObject()
                    .put("url", "asOf")
                    .put(
                            "valueInstant",
                            nearest.asOf().truncatedTo(ChronoUnit.SECONDS).toString());
            return copy;
        }

        String words() {
            return nearest.map(place -> "\n\nSoonest place for *" + suggestion.label() + "*: " + place.ods() + " on "
                            + place.day() + ", as of "
                            + place.asOf()
                                    .atZone(PlannedTime.HERE)
                                    .toLocalDateTime()
                                    .truncatedTo(ChronoUnit.MINUTES)
                            + "; nothing is reserved.")
                    .orElse("");
        }
    }

    private Uni<Told> nearest(Card.Suggestion suggestion, String requester) {
        var codes = suggestion.order().map(SuggestedPlaces::codes).orElse(List.of());
        return codes.isEmpty()
                ? Uni.createFrom().item(new Told(suggestion, Optional.empty()))
                : places.of(codes, requester).map(nearest -> new Told(suggestion, nearest));
    }

    private static Card with(Card card, List<Told> told) {
        var words = new StringBuilder(card.text().detail());
        var suggestions = new ArrayList<Card.Suggestion>();
        told.forEach(each -> {
            words.append(each.words());
            suggestions.add(each.whole());
        });
        return new Card(
                card.id(),
                card.about(),
                new Card.Text(card.text().indicator(), card.text().summary(), words.toString()),
                card.links(),
                suggestions,
                card.isToBeOverridden());
    }

    private static List<CatalogueTest.Code> codes(JsonNode order) {
        var codes = new ArrayList<CatalogueTest.Code>();
        for (var coding : order.at("/code/coding")) {
            codes.add(new CatalogueTest.Code(
                    coding.path("system").asText(), coding.path("code").asText()));
        }
        return codes;
    }
}
