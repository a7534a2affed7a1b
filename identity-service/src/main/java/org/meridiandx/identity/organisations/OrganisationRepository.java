package org.meridiandx.identity.organisations;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.meridiandx.fhir.OdsCode;

/// Plain SQL and not Hibernate: the row and its entry in the directory are one transaction, and the
/// directory is written in batches.
@ApplicationScoped
class OrganisationRepository {
    private static final String UPSERT = """
            insert into organisation (ods_code, name, type) values ($1, $2, $3)
            on conflict (ods_code) do update set name = excluded.name, type = excluded.type
            where (organisation.name, organisation.type) is distinct from (excluded.name, excluded.type)""";

    Uni<Void> upsert(SqlClient connection, Organisation organisation) {
        return connection
                .preparedQuery(UPSERT)
                .execute(Tuple.of(organisation.ods().value(), organisation.name(), organisation.type()))
                .replaceWithVoid();
    }

    Uni<Boolean> exists(SqlClient connection, OdsCode ods) {
        return connection
                .preparedQuery("select 1 from organisation where ods_code = $1")
                .execute(Tuple.of(ods.value()))
                .map(rows -> rows.size() > 0);
    }
}
