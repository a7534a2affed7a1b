package org.meridiandx.identity.pools;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Plain SQL: small tables, and grounds that are written in batches beside them.
@ApplicationScoped
class PoolRepository {
    private static final String ADD = """
            insert into reporting_pool (id, organisation, name, created_by, created_at) values ($1, $2, $3, $4, $5)
            on conflict (organisation, name) do nothing""";
    private static final String POOLS =
            "select id, organisation, name from reporting_pool where organisation = $1 order by name limit 500";
    private static final String NAMED =
            "select id, organisation, name from reporting_pool where organisation = $1 and name = $2";
    private static final String POOL = "select id, organisation, name from reporting_pool where id = $1";
    private static final String MEMBERS = """
            select organisation, person from reporting_pool_member where pool_id = $1 and until is null
            order by organisation, person""";
    private static final String ADD_MEMBER = """
            insert into reporting_pool_member (pool_id, organisation, person, added_by, since)
            values ($1, $2, $3, $4, $5) on conflict (pool_id, organisation, person) where until is null do nothing""";
    private static final String REMOVE_MEMBER = """
            update reporting_pool_member set until = $4
            where pool_id = $1 and organisation = $2 and person = $3 and until is null""";
    private static final String ASSIGN = """
            insert into reporting_assignment (id, pool_id, focus_type, focus_id, patient_id, since, until, assigned_by)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (pool_id, focus_type, focus_id) do update set since = excluded.since, until = excluded.until,
                patient_id = excluded.patient_id, assigned_by = excluded.assigned_by""";
    private static final String WITHDRAW = """
            update reporting_assignment set until = $4
            where pool_id = $1 and focus_type = $2 and focus_id = $3 and until > $4
            returning id, pool_id, focus_type, focus_id, patient_id, since, until""";
    private static final String OPEN = """
            select id, pool_id, focus_type, focus_id, patient_id, since, until from reporting_assignment
            where pool_id = $1 and until > $2
              and (focus_type <> 'ServiceRequest' or exists (select 1 from access_ground g
                where g.source = 'order:' || focus_id and (g.until is null or g.until > $2)))""";
    private static final String PAGE = OPEN + " and (since, id) < ($3, $4) order by since desc, id desc limit $5";
    private static final String TREATS = """
            select 1 from patient p join patient kin on kin.patient_id = p.patient_id
            join access_ground g on g.recorded_patient_id = kin.id
            where p.id = $1 and g.organisation = $2 and g.person = '' and (g.until is null or g.until > $3)
              and g.ground in ('registered-practice', 'admission', 'performer') limit 1""";
    private static final String KNOWN = """
            select exists (select 1 from directory_resource
                    where resource_type = 'Practitioner' and id = substring($1 from 'Practitioner/(.*)'))
                or exists (select 1 from client where fhir_user = $1)""";
    private static final String OPEN_ORDER = """
            select recorded_patient_id, until from access_ground where source = 'order:' || $1 and organisation = $2
            and (until is null or until > $3) order by until desc nulls first limit 1""";

    /// @param person FHIR reference
    Uni<Boolean> isKnown(SqlClient connection, String person) {
        return connection
                .preparedQuery(KNOWN)
                .execute(Tuple.of(person))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Uni<Boolean> treats(SqlClient connection, String patientId, String organisation, Instant at) {
        return connection
                .preparedQuery(TREATS)
                .execute(Tuple.of(patientId, organisation, time(at)))
                .map(rows -> rows.size() > 0);
    }

    Uni<Boolean> add(SqlClient connection, ReportingPool pool, String by, Instant at) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.of(pool.id(), pool.organisation(), pool.name(), by, time(at)))
                .map(rows -> rows.rowCount() > 0);
    }

    Uni<List<ReportingPool>> of(SqlClient connection, String organisation) {
        return connection
                .preparedQuery(POOLS)
                .execute(Tuple.of(organisation))
                .map(rows -> list(rows, PoolRepository::poolOf));
    }

    Uni<Optional<ReportingPool>> named(SqlClient connection, String organisation, String name) {
        return connection
                .preparedQuery(NAMED)
                .execute(Tuple.of(organisation, name))
                .map(rows -> list(rows, PoolRepository::poolOf).stream().findFirst());
    }

    /// @param isHeld whether it is to be changed: changes of one pool happen one after the other
    Uni<Optional<ReportingPool>> find(SqlClient connection, UUID id, boolean isHeld) {
        return connection
                .preparedQuery(POOL + (isHeld ? " for update" : ""))
                .execute(Tuple.of(id))
                .map(rows -> list(rows, PoolRepository::poolOf).stream().findFirst());
    }

    Uni<List<PoolMember>> members(SqlClient connection, UUID poolId) {
        return connection
                .preparedQuery(MEMBERS)
                .execute(Tuple.of(poolId))
                .map(rows -> list(rows, row -> new PoolMember(row.getString(0), row.getString(1))));
    }

    /// @return false where it was a member already
    Uni<Boolean> addMember(SqlClient connection, UUID poolId, PoolMember member, String by, Instant at) {
        return connection
                .preparedQuery(ADD_MEMBER)
                .execute(Tuple.of(poolId, member.organisation(), member.person(), by, time(at)))
                .map(rows -> rows.rowCount() > 0);
    }

    /// @return false where it was no member
    Uni<Boolean> removeMember(SqlClient connection, UUID poolId, PoolMember member, Instant at) {
        return connection
                .preparedQuery(REMOVE_MEMBER)
                .execute(Tuple.of(poolId, member.organisation(), member.person(), time(at)))
                .map(rows -> rows.rowCount() > 0);
    }

    Uni<Void> assign(SqlClient connection, Assignment assignment, String by) {
        return connection
                .preparedQuery(ASSIGN)
                .execute(Tuple.tuple()
                        .addUUID(assignment.id())
                        .addUUID(assignment.poolId())
                        .addString(assignment.focus().type())
                        .addString(assignment.focus().id())
                        .addString(assignment.patientId())
                        .addOffsetDateTime(time(assignment.since()))
                        .addOffsetDateTime(time(assignment.until()))
                        .addString(by))
                .replaceWithVoid();
    }

    /// @return what it was; empty where nothing was open
    Uni<Optional<Assignment>> withdraw(SqlClient connection, UUID poolId, Assignment.Focus focus, Instant at) {
        return connection
                .preparedQuery(WITHDRAW)
                .execute(Tuple.of(poolId, focus.type(), focus.id(), time(at)))
                .map(rows -> list(rows, PoolRepository::assignmentOf).stream().findFirst());
    }

    /// All that the pool has to do at this time.
    Uni<List<Assignment>> open(SqlClient connection, UUID poolId, Instant at) {
        return connection
                .preparedQuery(OPEN)
                .execute(Tuple.of(poolId, time(at)))
                .map(rows -> list(rows, PoolRepository::assignmentOf));
    }

    /// The latest first.
    ///
    /// @param limit entries at most, whatever the query says
    Uni<List<Assignment>> page(SqlClient connection, UUID poolId, Instant at, PoolQuery query, int limit) {
        return connection
                .preparedQuery(PAGE)
                .execute(Tuple.tuple()
                        .addUUID(poolId)
                        .addOffsetDateTime(time(at))
                        .addOffsetDateTime(time(query.after().key()))
                        .addUUID(query.after().id())
                        .addInteger(limit))
                .map(rows -> list(rows, PoolRepository::assignmentOf));
    }

    /// An order that names the organisation as requester or performer.
    ///
    /// @param until when it ends, where that is known
    record OpenOrder(String patientId, Optional<Instant> until) {}

    Uni<Optional<OpenOrder>> openOrder(SqlClient connection, String orderId, String organisation, Instant at) {
        return connection
                .preparedQuery(OPEN_ORDER)
                .execute(Tuple.of(orderId, organisation, time(at)))
                .map(rows -> list(rows, PoolRepository::openOrderOf).stream().findFirst());
    }

    private static OpenOrder openOrderOf(Row row) {
        return new OpenOrder(
                row.getString(0), Optional.ofNullable(row.getOffsetDateTime(1)).map(OffsetDateTime::toInstant));
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> mapper) {
        var all = new ArrayList<T>(rows.size());
        rows.forEach(row -> all.add(mapper.apply(row)));
        return List.copyOf(all);
    }

    private static ReportingPool poolOf(Row row) {
        return new ReportingPool(row.getUUID(0), row.getString(1), row.getString(2));
    }

    private static Assignment assignmentOf(Row row) {
        return new Assignment(
                row.getUUID(0),
                row.getUUID(1),
                new Assignment.Focus(row.getString(2), row.getString(3)),
                row.getString(4),
                row.getOffsetDateTime(5).toInstant(),
                row.getOffsetDateTime(6).toInstant());
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
