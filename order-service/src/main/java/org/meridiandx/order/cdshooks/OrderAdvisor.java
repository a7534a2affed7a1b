package org.meridiandx.order.cdshooks;

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
import org.meridiandx.order.cdshooks.calls.HookRequest;
import org.meridiandx.order.cdshooks.calls.HookRequest.DraftOrder;
import org.meridiandx.order.guidance.ContentFiles;
import org.meridiandx.order.guidance.GuidanceService;
import org.meridiandx.order.guidance.coding.CodeTableReader;
import org.meridiandx.order.guidance.coding.Recognised;
import org.meridiandx.order.guidance.coding.RequestCodes;
import org.meridiandx.order.guidance.rules.record.FoundFacts;
import org.meridiandx.order.guidance.rules.record.PatientRecord;
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
                .limit(MOST_ADVISED + 1L)
                .toList();
        if (asked.isEmpty()) {
            return Uni.createFrom().item(new HookAnswer(List.of(), List.of()));
        }
        return patients.find(caller, request)
                .chain(known -> look(caller, known))
                .map(looked -> HookAnswer.together(asked.stream()
                        .limit(MOST_ADVISED)
                        .map(each -> cards.of(findings(request, each, looked)))
                        .toList()))
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

    /// The patient of a call, looked at once for all its orders.
    ///
    /// @param record empty where it is not known, closed or away
    /// @param unchecked why, in words
    private record Looked(Known known, Optional<PatientRecord> record, List<String> unchecked) {}

    /// Where the record is closed to this caller, or nobody can say, the request alone is assessed,
    /// and the cards say so.
    private Uni<Looked> look(Caller caller, Known known) {
        if (known.regionId().isEmpty()) {
            return Uni.createFrom().item(new Looked(known, Optional.empty(), known.unchecked()));
        }
        return guidance.record(caller, known.regionId().get())
                .map(record -> new Looked(known, Optional.of(record), known.unchecked()))
                .onFailure(ProblemException.class)
                .recoverWithItem(refused ->
                        without(known, ((ProblemException) refused).problem().code()));
    }

    private static Looked without(Known known, ProblemCode refused) {
        var why = new ArrayList<>(known.unchecked());
        why.add(reason(refused));
        return new Looked(known, Optional.empty(), why);
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

    private OrderCards.Findings findings(HookRequest request, Asked asked, Looked looked) {
        var given = DraftOrders.onItself(
                asked.order(),
                request.userId(),
                looked.known()
                        .facts(guidance.content().vocabulary(), clock)
                        .overriddenBy(asked.recognised().facts()));
        var assessed = guidance.assess(looked.record(), given);
        var unchecked = new ArrayList<>(looked.unchecked());
        assessed.found().unchecked().forEach(missed -> unchecked.add(missed.reason()));
        var basis = new Basis(
                assessed.found().found().stream().map(this::words).toList(),
                unchecked,
                guidance.content().rules());
        return new OrderCards.Findings(request.hook(), asked.order(), asked.recognised(), assessed.assessment(), basis);
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
