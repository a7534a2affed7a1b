package org.meridiandx.identity.access.breakglass;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Plain SQL in the transaction of the grant: both notices are written with it.
@ApplicationScoped
class EmergencyRepository {
    private static final String INSERT = """
            with opened as (
                insert into break_glass
                    (id, patient_id, organisation, person, client_id, role, reason, opened_at, until)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                returning id, patient_id, opened_at)
            insert into disclosure_notice (id, patient_id, break_glass_id, audience, created_at)
            select gen_random_uuid(), patient_id, id, audience, opened_at
            from opened, unnest(array['privacy-officer', 'patient']) as to_whom (audience)""";
    private static final String SELECT = """
            select b.id, b.patient_id, b.organisation, b.person, b.client_id, b.role, b.reason, b.opened_at, b.until
            from disclosure_notice n join break_glass b on b.id = n.break_glass_id\n""";
    private static final String OF_PATIENT = SELECT + """
            where n.audience = $1 and n.patient_id in (
                select $2
                union
                select kin.id from patient p join patient kin on kin.patient_id = p.patient_id where p.id = $2)
            order by n.created_at desc, n.id limit $3""";
    private static final String OF_ALL = SELECT + "where n.audience = $1 order by n.created_at desc, n.id limit $2";
    private static final String ONE = """
            select id, patient_id, organisation, person, client_id, role, reason, opened_at, until
            from break_glass where id = $1""";

    Uni<Void> insert(SqlClient connection, Emergency emergency) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addUUID(emergency.id())
                        .addString(emergency.patientId())
                        .addString(emergency.organisation())
                        .addString(emergency.person())
                        .addString(emergency.clientId())
                        .addString(emergency.role())
                        .addString(emergency.reason())
                        .addOffsetDateTime(emergency.openedAt().atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(emergency.until().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<List<Emergency>> find(SqlClient connection, UUID id) {
        return connection.preparedQuery(ONE).execute(Tuple.of(id)).map(EmergencyRepository::emergenciesOf);
    }

    Uni<List<Emergency>> toldTo(SqlClient connection, String audience, String patientId, int limit) {
        return connection
                .preparedQuery(OF_PATIENT)
                .execute(Tuple.of(audience, patientId, limit))
                .map(EmergencyRepository::emergenciesOf);
    }

    Uni<List<Emergency>> toldTo(SqlClient connection, String audience, int limit) {
        return connection
                .preparedQuery(OF_ALL)
                .execute(Tuple.of(audience, limit))
                .map(EmergencyRepository::emergenciesOf);
    }

    private static List<Emergency> emergenciesOf(RowSet<Row> rows) {
        var found = new ArrayList<Emergency>(rows.size());
        for (var row : rows) {
            found.add(new Emergency(
                    row.getUUID(0),
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getOffsetDateTime(7).toInstant(),
                    row.getOffsetDateTime(8).toInstant()));
        }
        return found;
    }
}
