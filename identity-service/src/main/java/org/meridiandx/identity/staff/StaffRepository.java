package org.meridiandx.identity.staff;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Reads the directory's columns: plain SQL, as in `directory`.
@ApplicationScoped
class StaffRepository {
    private static final String DEPARTED = """
            select t.id from unnest($1::text[]) as t(id)
            where exists (select 1 from directory_resource p
                    where p.resource_type = 'Practitioner' and p.id = t.id and p.status = 'false')
                or exists (select 1 from directory_resource r
                    where r.resource_type = 'PractitionerRole' and r.practitioner = t.id)
                and not exists (select 1 from directory_resource r
                    where r.resource_type = 'PractitionerRole' and r.practitioner = t.id and r.status = 'true')""";
    private final Pool pool;

    StaffRepository(Pool pool) {
        this.pool = pool;
    }

    /// Of these, who is inactive or has only ended roles.
    Uni<List<String>> departed(Collection<String> practitionerIds) {
        return pool.preparedQuery(DEPARTED)
                .execute(Tuple.of(practitionerIds.toArray(String[]::new)))
                .map(rows -> {
                    var ids = new ArrayList<String>();
                    rows.forEach(row -> ids.add(row.getString(0)));
                    return ids;
                });
    }
}
