package org.meridiandx.order.cdshooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meridiandx.access.Caller;
import org.meridiandx.order.cdshooks.calls.HookRequest;
import org.meridiandx.order.cdshooks.calls.HookRequest.DraftOrder;
import org.meridiandx.order.cdshooks.learning.Estimates;
import org.meridiandx.order.guidance.ContentFiles;
import org.meridiandx.order.guidance.GuidanceService;
import org.meridiandx.order.guidance.coding.CodeTableReader;
import org.meridiandx.order.guidance.coding.Recognised;
import org.meridiandx.order.guidance.coding.RequestCodes;
import org.meridiandx.order.guidance.rules.record.FoundFacts;

/// Advises on draft orders: what they say, what the record says, what the content makes of it.
@ApplicationScoped
class OrderAdvisor {
    private static final int MOST_ADVISED = 10;

    private final GuidanceService guidance;
    private final RecordLook record;
    private final DraftOrders drafts;
    private final OrderCards cards;
    private final SuggestedPlaces places;
    private final Clock clock;

    /// @throws org.meridiandx.order.guidance.rules.facts.ContentException where the codes cannot be
    ///     used: then the service does not start
    OrderAdvisor(
            GuidanceService guidance, RecordLook record, Estimates estimates, SuggestedPlaces places, Clock clock) {
        this.places = places;
        this.guidance = guidance;
        this.record = record;
        this.clock = clock;
        var table = CodeTableReader.read(
                ContentFiles.shipped("codes.yaml"), guidance.content().vocabulary());
        this.drafts = new DraftOrders(new RequestCodes(table));
        this.cards = new OrderCards(table, estimates);
    }

    /// An order that is for imaging, or could be.
    private record Asked(DraftOrder order, Recognised recognised) {}

    Uni<HookAnswer> answer(Caller caller, HookRequest request) {
        var asked = request.orders().stream()
                .map(order -> new Asked(order, drafts.recognise(order)))
                .filter(each -> each.recognised().examination().isPresent() || drafts.couldBeImaging(each.order()))
                .limit(MOST_ADVISED + 1L)
                .toList();
        if (asked.isEmpty()) {
            return Uni.createFrom().item(new HookAnswer(List.of(), List.of()));
        }
        return record.look(caller, request)
                .map(looked -> HookAnswer.together(asked.stream()
                        .limit(MOST_ADVISED)
                        .map(each -> cards.of(findings(request, each, looked)))
                        .toList()))
                .chain(answer -> places.addTo(answer, caller.organisation()))
                .map(answer -> asked.size() > MOST_ADVISED ? withOverflow(answer) : answer);
    }

    private static HookAnswer withOverflow(HookAnswer answer) {
        var all = new ArrayList<>(answer.cards());
        all.add(Card.of(
                new Card.About(Card.Kind.NOTE, "too-many-orders", "Note", Optional.empty()),
                new Card.Text(
                        Card.Indicator.INFO,
                        "Only the first " + MOST_ADVISED + " imaging orders were looked at",
                        "Sign them in smaller groups to have advice on each.")));
        return new HookAnswer(all, answer.ratings());
    }

    private OrderCards.Findings findings(HookRequest request, Asked asked, RecordLook.Looked looked) {
        var given = DraftOrders.onItself(
                asked.order(),
                request.userId(),
                looked.known()
                        .facts(guidance.content().vocabulary(), clock)
                        .overriddenBy(asked.recognised().facts()));
        var same = drafts.equivalent(asked.order(), asked.recognised(), looked.open());
        var assessed =
                guidance.assess(looked.record(), same.isPresent() ? given.with("recent_result_awaited", true) : given);
        var unchecked = new ArrayList<>(looked.unchecked());
        assessed.found().unchecked().forEach(missed -> unchecked.add(missed.reason()));
        var basis = new Basis(
                Stream.concat(
                                same.map(OrderAdvisor::words).stream(),
                                assessed.found().found().stream().map(this::words))
                        .toList(),
                unchecked,
                asked.recognised().beside().unread(),
                guidance.content().rules());
        return new OrderCards.Findings(request.hook(), asked.order(), asked.recognised(), assessed.assessment(), basis);
    }

    private static String words(ObjectNode open) {
        return "An equivalent request is open already: " + PatientAdvisor.nameOf(open) + ", "
                + open.path("status").asText() + PatientAdvisor.ofDay(open.path("authoredOn"));
    }

    private String words(FoundFacts.Found found) {
        var origin = found.origin();
        var text = found.fact().meaning() + " (" + origin.resourceType()
                + (origin.organisation().isEmpty() ? "" : " of " + origin.organisation())
                + origin.at().map(this::daysAgo).orElse("") + ")";
        return origin.note().isEmpty() ? text : text + ": " + origin.note();
    }

    private String daysAgo(Instant at) {
        var days = Duration.between(at, clock.instant())
                .truncatedTo(ChronoUnit.DAYS)
                .toDays();
        return ", " + Math.max(days, 0) + " days ago";
    }
}
