package org.meridiandx.order.progress;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;
import org.meridiandx.contracts.api.v1.FindOrderRequest;
import org.meridiandx.contracts.api.v1.FindOrderResponse;
import org.meridiandx.contracts.api.v1.FindOrderResponse.Outcome;
import org.meridiandx.contracts.api.v1.OrderDirectory;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.order.progress.OrderLookup.Match;

/// Answers which order a result or a study belongs to.
///
/// The most certain number decides: order id, accession, filler, placer number. Where it names
/// several orders, the other numbers and the patient narrow them; what stays more than one is told
/// as ambiguous, never guessed.
@GrpcService
public class OrderDirectoryGrpcService implements OrderDirectory {
    private final OrderLookup orders;

    OrderDirectoryGrpcService(OrderLookup orders) {
        this.orders = orders;
    }

    @Override
    public Uni<FindOrderResponse> find(FindOrderRequest request) {
        var key = new OrderLookup.Key(
                request.getOrderId(),
                request.getAccessionNumber(),
                request.getFillerNumber(),
                request.getPlacerNumber(),
                request.getPatientId());
        return orders.find(key).map(found -> answer(narrow(OrderLookup.mostCertain(found), request)));
    }

    private static List<Match> narrow(List<Match> found, FindOrderRequest request) {
        // An order of another patient is never the answer, not even the only one: a number was mistyped or used twice.
        var ofPatient = OrderLookup.keep(found, match -> match.patientId().isEmpty() || match.isForAsked());
        var byPlacer = prefer(ofPatient, OrderRef::getPlacerNumber, request.getPlacerNumber());
        var byFiller = prefer(byPlacer, OrderRef::getFillerNumber, request.getFillerNumber());
        return prefer(byFiller, OrderRef::getAccessionNumber, request.getAccessionNumber());
    }

    private static List<Match> prefer(List<Match> found, Function<OrderRef, String> number, String value) {
        if (found.size() < 2 || value.isEmpty()) {
            return found;
        }
        var same = OrderLookup.keep(found, match -> value.equals(number.apply(match.order())));
        return same.isEmpty() ? found : same;
    }

    private static FindOrderResponse answer(List<Match> found) {
        var answer = FindOrderResponse.newBuilder();
        return switch (found.size()) {
            case 0 -> answer.setOutcome(Outcome.UNKNOWN).build();
            case 1 ->
                answer.setOutcome(Outcome.FOUND)
                        .setOrder(found.getFirst().order())
                        .setPatientId(found.getFirst().patientId())
                        .setRecordedPatientId(found.getFirst().recordedPatientId())
                        .setStatus(found.getFirst().status())
                        .build();
            default -> answer.setOutcome(Outcome.AMBIGUOUS).build();
        };
    }
}
