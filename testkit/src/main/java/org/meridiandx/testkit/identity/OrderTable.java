package org.meridiandx.testkit.identity;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.meridiandx.contracts.api.v1.FindOrderRequest;
import org.meridiandx.contracts.api.v1.FindOrderResponse;
import org.meridiandx.contracts.api.v1.FindOrderResponse.Outcome;
import org.meridiandx.contracts.api.v1.OrderDirectoryGrpc;
import org.meridiandx.contracts.events.v1.OrderRef;

/// Answers which order a number names, from the orders that a test added.
public final class OrderTable extends OrderDirectoryGrpc.OrderDirectoryImplBase {

    private final List<Order> orders = new CopyOnWriteArrayList<>();
    private final List<FindOrderRequest> asked = new CopyOnWriteArrayList<>();
    private volatile boolean unavailable;

    OrderTable() {}

    /// One order with its patient and its FHIR request-status.
    public record Order(OrderRef ref, String patientId, String status) {}

    /// Adds an order.
    public void add(OrderRef ref, String patientId, String status) {
        orders.add(new Order(ref, patientId, status));
    }

    /// Makes every question fail with UNAVAILABLE, or answers again.
    public void unavailable(boolean gone) {
        unavailable = gone;
    }

    /// All questions since the last reset, those that failed too.
    public List<FindOrderRequest> asked() {
        return List.copyOf(asked);
    }

    /// Forgets all orders.
    public void reset() {
        orders.clear();
        asked.clear();
        unavailable = false;
    }

    @Override
    public void find(FindOrderRequest request, StreamObserver<FindOrderResponse> answer) {
        asked.add(request);
        if (unavailable) {
            answer.onError(Status.UNAVAILABLE.asRuntimeException());
            return;
        }
        var found = orders.stream().filter(order -> matches(request, order)).toList();
        answer.onNext(
                switch (found.size()) {
                    case 0 -> outcome(Outcome.UNKNOWN);
                    case 1 -> response(found.getFirst());
                    default -> outcome(Outcome.AMBIGUOUS);
                });
        answer.onCompleted();
    }

    private static boolean matches(FindOrderRequest request, Order order) {
        if (!request.getPatientId().isEmpty() && !request.getPatientId().equals(order.patientId())) {
            return false;
        }
        var ref = order.ref();
        return same(request.getOrderId(), ref.getOrderId())
                || same(request.getPlacerNumber(), ref.getPlacerNumber())
                || same(request.getFillerNumber(), ref.getFillerNumber())
                || same(request.getAccessionNumber(), ref.getAccessionNumber());
    }

    private static boolean same(String asked, String known) {
        return !asked.isEmpty() && asked.equals(known);
    }

    private static FindOrderResponse outcome(Outcome outcome) {
        return FindOrderResponse.newBuilder().setOutcome(outcome).build();
    }

    private static FindOrderResponse response(Order order) {
        return FindOrderResponse.newBuilder()
                .setOutcome(Outcome.FOUND)
                .setOrder(order.ref())
                .setPatientId(order.patientId())
                .setStatus(order.status())
                .build();
    }
}
