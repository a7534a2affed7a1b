package org.meridiandx.directory;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.meridiandx.contracts.api.v1.FindOrderRequest;
import org.meridiandx.contracts.api.v1.FindOrderResponse;

/// Asks order-service which order is meant. A question is safe to ask again.
@ApplicationScoped
public class OrderDirectoryClient {
    private static final Logger LOG = Logger.getLogger(OrderDirectoryClient.class);
    private final OrderQuestions questions;

    OrderDirectoryClient(OrderQuestions questions) {
        this.questions = questions;
    }

    /// Never fails: no answer is [OrderAnswer.Unreachable].
    public Uni<OrderAnswer> find(OrderQuery query) {
        return query.isEmpty()
                ? Uni.createFrom().item(new OrderAnswer.Unknown())
                : questions
                        .ask(requestOf(query))
                        .map(OrderDirectoryClient::answerOf)
                        .onFailure()
                        .recoverWithItem(OrderDirectoryClient::unreachable);
    }

    private static FindOrderRequest requestOf(OrderQuery query) {
        return FindOrderRequest.newBuilder()
                .setOrderId(query.orderId())
                .setPlacerNumber(query.placerNumber())
                .setFillerNumber(query.fillerNumber())
                .setAccessionNumber(query.accessionNumber())
                .setPatientId(query.patientId())
                .build();
    }

    private static OrderAnswer answerOf(FindOrderResponse response) {
        return switch (response.getOutcome()) {
            case FOUND -> foundOf(response);
            case AMBIGUOUS -> new OrderAnswer.Ambiguous();
            case UNKNOWN, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> new OrderAnswer.Unknown();
        };
    }

    /// An order-service that is older than merges tells no recorded id.
    private static OrderAnswer foundOf(FindOrderResponse response) {
        var recorded = response.getRecordedPatientId();
        return new OrderAnswer.Found(
                response.getOrder(), response.getPatientId(), recorded.isEmpty() ? response.getPatientId() : recorded);
    }

    private static OrderAnswer unreachable(Throwable away) {
        LOG.warnf("order directory is away: %s", away.getClass().getSimpleName());
        return new OrderAnswer.Unreachable();
    }
}
