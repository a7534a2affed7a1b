package org.meridiandx.order.cdshooks;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.Caller;
import org.meridiandx.order.cdshooks.PatientLookup.Known;
import org.meridiandx.order.cdshooks.calls.Hook;
import org.meridiandx.order.cdshooks.calls.HookRequest;
import org.meridiandx.order.cdshooks.calls.HookRequest.DraftOrder;
import org.meridiandx.order.guidance.Assessed;
import org.meridiandx.order.guidance.ContentFiles;
import org.meridiandx.order.guidance.GuidanceService;
import org.meridiandx.order.guidance.coding.CodeTableReader;
import org.meridiandx.order.guidance.coding.Recognised;
import org.meridiandx.order.guidance.coding.RequestCodes;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.record.FoundFacts;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Advises on draft orders: what they say, what the record says, what the content makes of it.
@ApplicationScoped
class OrderAdvisor {
    private static final int MOST_ADVISED = 10;

    private final GuidanceService guidance;
    private final PatientLookup patients;
    private final DraftOrders drafts;
    private final OrderCards cards;
    private final Clock clock;

    /// @throws org.meridiandx.order.guidance.rules.facts.ContentException where the codes cannot be
    ///     used: then the service does not start
    OrderAdvisor(GuidanceService guidance, PatientLookup patients, Clock clock) {
        this.guidance = guidance;
        this.patients = patients;
        this.clock = clock;
        var table = CodeTableReader.read(
                ContentFiles.shipped("codes.yaml"), guidance.content().vocabulary());
        this.drafts = new DraftOrders(new RequestCodes(table));
        this.cards = new OrderCards(table);
    }

    /// An order that is for imaging, or could be.
    private record Asked(DraftOrder order, Recognised recognised) {}

    Uni<HookAnswer> answer(Caller caller, HookRequest request) {
        var asked = request.orders().stream()
                .map(order -> new Asked(order, drafts.recognise(order)))
                .filter(each -> each.recognised().examination().isPresent() || drafts.couldBeImaging(each.order()))
                .toList();
        if (asked.isEmpty()) {
            return Uni.createFrom().item(new HookAnswer(List.of(), List.of()));
        }
        return patients.find(caller, request)
                .chain(known -> HookService.together(Multi.createFrom()
                        .iterable(asked.subList(0, Math.min(asked.size(), MOST_ADVISED)))
                        .onItem()
                        .transformToUniAndConcatenate(each -> advise(caller, request.hook(), each, known))))
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

    private Uni<HookAnswer> advise(Caller caller, Hook hook, Asked asked, Known known) {
        var given = DraftOrders.onItself(
                asked.order(),
                known.facts(guidance.content().vocabulary(), clock)
                        .overriddenBy(asked.recognised().facts()));
        return guidance.assess(caller, known.regionId(), given)
                .map(assessed -> findings(hook, asked, assessed, known.unchecked()))
                .onFailure(ProblemException.class)
                .recoverWithUni(refused -> withoutRecord(caller, given, ((ProblemException) refused), known)
                        .map(assessed -> findings(hook, asked, assessed.assessed(), assessed.unchecked())))
                .map(cards::of);
    }

    private record Without(Assessed assessed, List<String> unchecked) {}

    /// The record is closed to this caller, or nobody can say: then the request alone is assessed,
    /// and the cards say so.
    private Uni<Without> withoutRecord(Caller caller, Facts given, ProblemException refused, Known known) {
        var why = new ArrayList<>(known.unchecked());
        why.add(reason(refused.problem().code()));
        return guidance.assess(caller, Optional.empty(), given).map(assessed -> new Without(assessed, why));
    }

    private static String reason(ProblemCode code) {
        return switch (code) {
            case ACCESS_DENIED, UNKNOWN_PATIENT, NOT_FOUND -> PatientLookup.CLOSED;
            case INSUFFICIENT_SCOPE ->
                "The region's record was not looked at: this client may not read patients. Ask for system/Patient.r.";
            case BUSINESS_RULE ->
                "The region's record was not looked at: it says that the patient has died. Check the patient's record.";
            default -> PatientLookup.AWAY;
        };
    }

    private OrderCards.Findings findings(Hook hook, Asked asked, Assessed assessed, List<String> notLooked) {
        var unchecked = new ArrayList<>(notLooked);
        assessed.found().unchecked().forEach(missed -> unchecked.add(missed.reason()));
        var basis = new Basis(
                assessed.found().found().stream().map(this::words).toList(),
                unchecked,
                guidance.content().rules());
        return new OrderCards.Findings(hook, asked.order(), asked.recognised(), assessed.assessment(), basis);
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
