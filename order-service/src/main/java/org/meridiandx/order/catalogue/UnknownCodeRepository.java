package org.meridiandx.order.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import org.hibernate.reactive.mutiny.Mutiny;
import org.meridiandx.order.catalogue.rules.CatalogueTest;
import org.meridiandx.order.catalogue.rules.CatalogueTest.LocalCode;

/// Plain statements: a row is only added, and there is nothing to load.
@ApplicationScoped
class UnknownCodeRepository {
    private static final String ADD = "insert into unknown_code (organisation, system, code, display, first_seen)"
            + " values (?1, ?2, ?3, ?4, ?5) on conflict do nothing";
    private static final String NEWEST = """
            select u.organisation, u.system, u.code, u.display, u.first_seen from unknown_code u
            where ($1 = '' or u.organisation = $1)
                and not exists (select from catalogue_test_code c join catalogue_test t on t.id = c.resource_id
                    where c.value = u.code and c.system = u.system and t.status <> 'retired')
                and not exists (select from catalogue_local_code l
                    where l.organisation = u.organisation and l.system = u.system and l.code = u.code)
            order by u.first_seen desc limit $2""";
    private final Pool pool;

    UnknownCodeRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> add(Mutiny.Session session, UnknownCode unknown) {
        return session.createNativeQuery(ADD)
                .setParameter(1, unknown.code().organisation())
                .setParameter(2, unknown.code().code().system())
                .setParameter(3, unknown.code().code().code())
                .setParameter(4, unknown.display())
                .setParameter(5, unknown.firstSeen().atOffset(ZoneOffset.UTC))
                .executeUpdate()
                .replaceWithVoid();
    }

    /// Those that the catalogue still does not know.
    Uni<List<UnknownCode>> newest(String organisation, int limit) {
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.of(organisation, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(UnknownCodeRepository::codeOf)
                        .toList());
    }

    private static UnknownCode codeOf(Row row) {
        return new UnknownCode(
                new LocalCode(
                        row.getString("organisation"),
                        new CatalogueTest.Code(row.getString("system"), row.getString("code"))),
                row.getString("display"),
                row.getOffsetDateTime("first_seen").toInstant());
    }
}
