package org.meridiandx.order.requests;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.meridiandx.contracts.api.v1.FindOrderRequest;
import org.meridiandx.contracts.api.v1.FindOrderResponse;
import org.meridiandx.contracts.api.v1.FindOrderResponse.Outcome;
import org.meridiandx.contracts.api.v1.OrderDirectory;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.contracts.events.v1.OrderRef;

/// Answers which order a result or a study belongs to. It uses the PostgreSQL client: intake of
/// results waits for it.
///
/// The most certain number decides: order id, accession, filler, placer number. Where it names
/// several orders, the other numbers and the patient narrow them; what stays more than one is told
/// as ambiguous, never guessed.
@GrpcService
public class OrderDirectoryGrpcService implements OrderDirectory {
    private static final int MOST = 50;
    private static final String SELECT = "select id, patient_id, status, category, code_system, code, requester,"
            + " performer, requisition, placer_number, filler_number, accession_number from service_request where ";
    private final Pool pool;

    OrderDirectoryGrpcService(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<FindOrderResponse> find(FindOrderRequest request) {
        return by("id", request.getOrderId())
                .chain(found -> orElse(found, "accession_number", request.getAccessionNumber()))
                .chain(found -> orElse(found, "filler_number", request.getFillerNumber()))
                .chain(found -> orElse(found, "placer_number", request.getPlacerNumber()))
                .map(found -> answer(narrow(found, request)));
    }

    private Uni<List<Row>> orElse(List<Row> found, String column, String value) {
        return found.isEmpty() ? by(column, value) : Uni.createFrom().item(found);
    }

    private Uni<List<Row>> by(String column, String value) {
        if (value.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return pool.preparedQuery(SELECT + column + " = $1 limit " + MOST)
                .execute(Tuple.of(value))
                .map(rows -> {
                    var found = new ArrayList<Row>(rows.size());
                    rows.forEach(found::add);
                    return found;
                });
    }

    private static List<Row> narrow(List<Row> found, FindOrderRequest request) {
        // An order of another patient is never the answer, not even the only one: a number was mistyped or used twice.
        var ofPatient = request.getPatientId().isEmpty()
                ? found
                : keep(
                        found,
                        row -> row.getString(1).isEmpty() || row.getString(1).equals(request.getPatientId()));
        var byPlacer = prefer(ofPatient, 9, request.getPlacerNumber());
        var byFiller = prefer(byPlacer, 10, request.getFillerNumber());
        return prefer(byFiller, 11, request.getAccessionNumber());
    }

    private static List<Row> prefer(List<Row> found, int column, String value) {
        var same = value.isEmpty() ? found : keep(found, row -> value.equals(row.getString(column)));
        return found.size() < 2 || same.isEmpty() ? found : same;
    }

    private static List<Row> keep(List<Row> found, Predicate<Row> wanted) {
        return found.stream().filter(wanted).toList();
    }

    private static FindOrderResponse answer(List<Row> found) {
        var answer = FindOrderResponse.newBuilder();
        return switch (found.size()) {
            case 0 -> answer.setOutcome(Outcome.UNKNOWN).build();
            case 1 ->
                answer.setOutcome(Outcome.FOUND)
                        .setOrder(refOf(found.getFirst()))
                        .setPatientId(found.getFirst().getString(1))
                        .setStatus(found.getFirst().getString(2))
                        .build();
            default -> answer.setOutcome(Outcome.AMBIGUOUS).build();
        };
    }

    private static OrderRef refOf(Row row) {
        return OrderRef.newBuilder()
                .setOrderId(row.getString(0))
                .setCategory(row.getString(3))
                .setCode(Code.newBuilder().setSystem(row.getString(4)).setCode(row.getString(5)))
                .setRequester(row.getString(6))
                .setPerformer(row.getString(7))
                .setRequisition(textOf(row, 8))
                .setPlacerNumber(textOf(row, 9))
                .setFillerNumber(textOf(row, 10))
                .setAccessionNumber(textOf(row, 11))
                .build();
    }

    private static String textOf(Row row, int column) {
        var text = row.getString(column);
        return text == null ? "" : text;
    }
}
