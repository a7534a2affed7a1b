package org.meridiandx.imaging.query;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/// Runs searches. Plain SQL made of constants and bound arguments; the order is the same at each page.
@ApplicationScoped
class QueryRepository {
    private static final String STUDY_COLUMNS =
            "s.id, s.patient_id, s.organisations, s.security_labels, s.study_uid, s.modalities,"
                    + " s.series_count, s.instance_count, s.attributes as study_attributes";
    private static final String SERIES_COLUMNS =
            ", e.series_uid, e.instance_count as series_instances, e.attributes as series_attributes";
    private static final String INSTANCE_COLUMNS = ", i.sop_uid, (select array_agg(r.transfer_syntax order by r.seq)"
            + " from rendition r where r.sop_uid = i.sop_uid) as syntaxes";
    private static final String FROM_STUDY = " from shown_study s";
    private static final String FROM_SERIES = FROM_STUDY + " join series e on e.study_id = s.id";
    private static final String FROM_INSTANCE =
            FROM_SERIES + " join instance i on i.study_id = e.study_id and i.series_uid = e.series_uid";
    private static final String ORDER_STUDY = " order by s.study_date desc nulls last, s.id";
    private static final String ORDER_SERIES = ORDER_STUDY + ", e.series_number nulls last, e.series_uid";
    private static final String ORDER_INSTANCE = ORDER_SERIES + ", i.instance_number nulls last, i.sop_uid";
    private final Pool pool;

    QueryRepository(Pool pool) {
        this.pool = pool;
    }

    /// @param skip rows to leave out, whoever may see them
    Uni<List<Row>> rows(StudyQuery query, int limit, int skip) {
        var arguments = new ArrayList<>(query.arguments());
        arguments.add(limit);
        arguments.add(skip);
        var conditions = new ArrayList<>(query.conditions());
        conditions.add("s.instance_count > 0");
        var sql = select(query) + " where " + String.join(" and ", conditions) + order(query.level()) + " limit $"
                + (arguments.size() - 1) + " offset $" + arguments.size();
        return pool.preparedQuery(sql).execute(Tuple.from(arguments)).map(rows -> {
            var found = new ArrayList<Row>(rows.size());
            rows.forEach(found::add);
            return found;
        });
    }

    private static String select(StudyQuery query) {
        var json = query.isFull() ? ", i.header, i.tells_whereabouts" : ", i.attributes as instance_attributes";
        return "select " + STUDY_COLUMNS
                + switch (query.level()) {
                    case STUDY -> FROM_STUDY;
                    case SERIES -> SERIES_COLUMNS + FROM_SERIES;
                    case INSTANCE -> SERIES_COLUMNS + INSTANCE_COLUMNS + json + FROM_INSTANCE;
                };
    }

    private static String order(QueryLevel level) {
        return switch (level) {
            case STUDY -> ORDER_STUDY;
            case SERIES -> ORDER_SERIES;
            case INSTANCE -> ORDER_INSTANCE;
        };
    }
}
