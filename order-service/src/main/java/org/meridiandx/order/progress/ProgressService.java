package org.meridiandx.order.progress;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.order.progress.OrderLookup.Match;

/// Moves requests on by what other services tell: images are there, the report is final.
///
/// Each fact has its effect once, in any order: images that come after the report are added to the
/// finished task, a later version of a report leaves a completed request as it is, and a fact that
/// comes before its order waits for it.
@ApplicationScoped
class ProgressService {
    private final OrderLookup orders;
    private final FulfilmentService writer;
    private final WaitingFactRepository waiting;

    ProgressService(OrderLookup orders, FulfilmentService writer, WaitingFactRepository waiting) {
        this.orders = orders;
        this.writer = writer;
        this.waiting = waiting;
    }

    /// What a fact did here.
    enum Effect {
        APPLIED,
        /// The fact had its effect before, or changes nothing any more.
        REPEATED,
        /// There is no such order here yet; the fact is kept for it.
        UNKNOWN_ORDER,
        /// The numbers name several orders; nothing is guessed.
        AMBIGUOUS_ORDER,
        /// The order was cancelled or withdrawn; it stays so.
        CLOSED_ORDER
    }

    /// Lets a fact have its effect, or keeps it for its order. Safe to repeat.
    Uni<Effect> take(OrderFact fact) {
        var key = new OrderLookup.Key(fact.orderId(), fact.accession(), fact.filler(), fact.placer(), fact.patientId());
        return orders.findWithoutLabels(key)
                .map(found -> candidates(found, fact))
                .chain(found -> switch (found.size()) {
                    case 0 -> waiting.keep(fact).replaceWith(Effect.UNKNOWN_ORDER);
                    case 1 -> writer.apply(fact, found.getFirst().order().getOrderId());
                    default -> writer.label(fact, idsOf(found)).replaceWith(Effect.AMBIGUOUS_ORDER);
                });
    }

    private static List<String> idsOf(List<Match> found) {
        return found.stream().map(match -> match.order().getOrderId()).toList();
    }

    /// The order id decides; else accession, filler and placer number, each within the patient.
    /// Tests that share a number are told apart by their code, as order groups of HL7 v2 are.
    private static List<Match> candidates(List<Match> found, OrderFact fact) {
        var ofPatient = OrderLookup.keep(found, Match::isForAsked);
        var certain = OrderLookup.mostCertain(ofPatient);
        if (certain.size() < 2) {
            return certain;
        }
        var sameCode = OrderLookup.keep(
                certain, match -> match.order().getCode().getCode().equals(fact.code()));
        return sameCode.isEmpty() ? certain : sameCode;
    }
}
