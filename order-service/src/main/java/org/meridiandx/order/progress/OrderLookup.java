package org.meridiandx.order.progress;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.order.records.CopyRecipients;
import org.meridiandx.order.records.OrderLabels;

/// Finds orders by what others call them.
///
/// One statement of the PostgreSQL client for all numbers, and no session: every result and study
/// of the region asks here, most of them for orders that were never placed through it.
@ApplicationScoped
class OrderLookup {
    private static final String NUMBERS = """
            select id, coalesce(s.patient_id, r.patient_id), status, category, code_system, code, requester, performer,
                requisition, placer_number, filler_number, accession_number,
                case when id = $1 then 1 when accession_number = $2 then 2 when filler_number = $3 then 3 else 4 end,
                r.recorded_patient_id,
                coalesce((select a.patient_id from patient_standing a where a.recorded_patient_id = $5), $5), %s, %s
            from service_request r left join patient_standing s on s.recorded_patient_id = r.recorded_patient_id
            where id = $1 or accession_number = $2 or filler_number = $3 or placer_number = $4
            order by 13 limit 50""";
    private static final String WITHOUT_LABELS = NUMBERS.formatted("null::bytea", "null::bytea");
    // Nearly no order has labels or goes to others: its content stays where it is.
    private static final String LABELLED = NUMBERS.formatted(
            "case when position('\"security\"' in r.content) > 0 then r.content end",
            "case when position('urn:meridian:extension:copy-to' in r.content) > 0 then r.content end");
    private final Pool pool;

    OrderLookup(Pool pool) {
        this.pool = pool;
    }

    /// By what an order is asked for; absent texts are empty.
    ///
    /// @param patientId for whom it should be; a merged record means the one that lives on
    record Key(String orderId, String accession, String filler, String placer, String patientId) {}

    /// One order.
    ///
    /// @param patientId in force
    /// @param certainty 1 by its id, 2 by accession, 3 by filler, 4 by placer number
    /// @param recordedPatientId the record that it was placed under
    /// @param askedPatientId in force of whom it was asked for; empty for anybody
    record Match(
            OrderRef order,
            String patientId,
            String status,
            int certainty,
            String recordedPatientId,
            String askedPatientId) {

        /// Whether it is for whom it should be.
        boolean isForAsked() {
            return askedPatientId.isEmpty() || patientId.equals(askedPatientId);
        }
    }

    /// All orders that one of the numbers names, the most certain first.
    Uni<List<Match>> find(Key key) {
        return find(key, LABELLED);
    }

    /// The same for those to whom their security labels say nothing.
    Uni<List<Match>> findWithoutLabels(Key key) {
        return find(key, WITHOUT_LABELS);
    }

    private Uni<List<Match>> find(Key key, String select) {
        var asked = Tuple.of(
                nullable(key.orderId()),
                nullable(key.accession()),
                nullable(key.filler()),
                nullable(key.placer()),
                key.patientId());
        return pool.preparedQuery(select).execute(asked).map(rows -> {
            var found = new ArrayList<Match>(rows.size());
            rows.forEach(row -> found.add(new Match(
                    refOf(row),
                    row.getString(1),
                    row.getString(2),
                    row.getInteger(12),
                    row.getString(13),
                    row.getString(14))));
            return found;
        });
    }

    /// The matches that only the most certain number gives.
    static List<Match> mostCertain(List<Match> found) {
        return found.isEmpty()
                ? found
                : keep(found, match -> match.certainty() == found.getFirst().certainty());
    }

    static List<Match> keep(List<Match> found, Predicate<Match> wanted) {
        return found.stream().filter(wanted).toList();
    }

    private static @Nullable String nullable(String text) {
        return text.isEmpty() ? null : text;
    }

    private static OrderRef refOf(Row row) {
        return OrderRef.newBuilder()
                .addAllSecurityLabels(labelsOf(row))
                .addAllCopyTo(copiesOf(row))
                .setCopiesTold(true)
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

    private static List<Code> labelsOf(Row row) {
        var content = row.getBuffer(15);
        return content == null ? List.of() : OrderLabels.of(content.getBytes());
    }

    private static List<String> copiesOf(Row row) {
        var content = row.getBuffer(16);
        return content == null ? List.of() : CopyRecipients.of(content.getBytes());
    }

    private static String textOf(Row row, int column) {
        var text = row.getString(column);
        return text == null ? "" : text;
    }
}
