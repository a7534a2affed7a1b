package org.meridiandx.identity.relationships;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.meridiandx.contracts.events.v1.OrderRef;

/// What an order says about who has to do with the patient.
///
/// Whoever performs it for another organisation needs what is known of the patient. Whoever asked
/// is named on the order and on what comes back, and sees those; the rest of the record needs a
/// ground of another kind, because anybody who knows an NHS number can ask. Who asks itself gets
/// nothing by it.
@ApplicationScoped
class OrderGrounds {
    private final GroundConfig config;

    OrderGrounds(GroundConfig config) {
        this.config = config;
    }

    /// @param source of these grounds
    record Said(String source, List<Ground> grounds) {
        private static final String PREFIX = "order:";

        Said {
            grounds = List.copyOf(grounds);
        }

        String orderId() {
            return source.substring(PREFIX.length());
        }

        /// Until when anybody may see anything by the order; now where it ended at once.
        Instant lasts(Instant now) {
            return grounds.stream()
                    .flatMap(ground -> ground.until().stream())
                    .max(Comparator.naturalOrder())
                    .orElse(now);
        }
    }

    /// @param status FHIR request-status
    /// @param at when it became so
    Said of(String patientId, OrderRef order, String status, Instant at) {
        var source = Said.PREFIX + order.getOrderId();
        var left = lasts(status);
        if (left.isZero()) {
            return new Said(source, List.of());
        }
        var grounds = new ArrayList<Ground>();
        if (!order.getRequester().isEmpty()) {
            grounds.add(Ground.of(patientId, GroundKind.REQUESTER, order.getRequester(), source, at)
                    .endingAt(at.plus(left)));
        }
        if (!order.getPerformer().isEmpty() && !order.getPerformer().equals(order.getRequester())) {
            grounds.add(Ground.of(patientId, GroundKind.PERFORMER, order.getPerformer(), source, at)
                    .endingAt(at.plus(left)));
        }
        return new Said(source, grounds);
    }

    private Duration lasts(String status) {
        return switch (status) {
            case "completed" -> config.orderTail();
            case "revoked", "entered-in-error", "draft" -> Duration.ZERO;
            default -> config.longestOrder();
        };
    }
}
