package org.meridiandx.order.cdshooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.meridiandx.access.Caller;
import org.meridiandx.order.cdshooks.calls.Hook;
import org.meridiandx.order.cdshooks.calls.HookRequest;
import org.meridiandx.order.cdshooks.calls.HookRequestReader;
import org.meridiandx.order.cdshooks.learning.Avoidable;
import org.meridiandx.order.cdshooks.learning.FeedbackReader;
import org.meridiandx.order.cdshooks.learning.LearningService;
import org.meridiandx.order.cdshooks.learning.Shown;
import org.meridiandx.order.guidance.GuidanceService;

/// Answers hooks.
@ApplicationScoped
public class HookService {
    private final OrderAdvisor orders;
    private final PatientAdvisor patients;
    private final LearningService learning;
    private final GuidanceService guidance;
    private final LicensedProvider provider;
    private final HookAnswerJson json;

    HookService(
            OrderAdvisor orders,
            PatientAdvisor patients,
            LearningService learning,
            GuidanceService guidance,
            LicensedProvider provider) {
        this.orders = orders;
        this.patients = patients;
        this.learning = learning;
        this.guidance = guidance;
        this.provider = provider;
        this.json = new HookAnswerJson(guidance.content());
    }

    /// The cards for what an EHR is doing, and the ratings of its orders.
    ///
    /// @param body as it was sent
    /// @return the answer as JSON; fails with [org.meridiandx.problem.ProblemException] 400 that
    ///     names what cannot be taken, before anything is done. Asking again is safe
    Uni<ObjectNode> answer(Caller caller, Hook hook, byte[] body) {
        var request = HookRequestReader.read(hook, body);
        var answer = hook.isAboutOrders() ? orders.answer(caller, request) : patients.answer(caller, request);
        var ours = answer.map(HookService::gravestFirst)
                .call(found -> learning.shown(callOf(caller, request), shown(found)));
        return Uni.combine()
                .all()
                .unis(ours, provider.cards(hook, body))
                .with((found, others) -> json.write(found, others));
    }

    /// Notes what came of cards. Safe to repeat.
    ///
    /// @param now nothing came of a card later
    /// @return fails with [org.meridiandx.problem.ProblemException] 400 that names what cannot be
    ///     taken
    Uni<Void> learn(Caller caller, byte[] body, Instant now) {
        return learning.learn(caller.clientId(), FeedbackReader.read(body, now));
    }

    private static HookAnswer gravestFirst(HookAnswer answer) {
        var cards = new ArrayList<>(answer.cards());
        cards.sort(Comparator.comparing(card -> card.text().indicator()));
        return new HookAnswer(cards, answer.ratings());
    }

    private Shown.Call callOf(Caller caller, HookRequest request) {
        return new Shown.Call(
                request.instance(),
                request.hook().id(),
                caller.clientId(),
                caller.organisation(),
                guidance.content().version());
    }

    private static List<Shown> shown(HookAnswer answer) {
        var shown = new ArrayList<Shown>();
        answer.cards()
                .forEach(card -> shown.add(new Shown(
                        card.id(),
                        new Shown.What(card.about().kind().code(), card.about().rule(), ""),
                        suggestions(card, false),
                        suggestions(card, true),
                        card.about().avoidable())));
        answer.ratings()
                .forEach(rated -> shown.add(new Shown(
                        rated.id(),
                        new Shown.What("rating", rated.rule(), rated.rating()),
                        List.of(),
                        List.of(),
                        Avoidable.NOTHING)));
        return shown;
    }

    private static List<UUID> suggestions(Card card, boolean isWithdrawal) {
        return card.suggestions().stream()
                .filter(suggestion -> suggestion.isWithdrawal() == isWithdrawal)
                .map(Card.Suggestion::id)
                .toList();
    }
}
