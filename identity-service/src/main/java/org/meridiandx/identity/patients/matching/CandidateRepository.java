package org.meridiandx.identity.patients.matching;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.identity.patients.matching.rules.Description;
import org.meridiandx.identity.patients.matching.rules.Folding;

/// Finds who is worth comparing: by number, by birth date with a letter of the name, by name with
/// district, by name with given name, by birth date with day and month swapped. Each block is one walk
/// in one index, and bounded.
@ApplicationScoped
class CandidateRepository {
    static final int BLOCK = 100;
    /// Beginnings are compared by their bytes, as the indexes are sorted: `like` with a parameter is not
    /// looked up in an index by a plan that is used again.
    static final String CANDIDATES = """
            select distinct on (id) id, version, last_updated, patient_id, organisations, content from (
                (select c.* from patient_identifier i join patient_current c on c.id = i.resource_id
                 where (i.system, i.value) in (select * from unnest($1::text[], $2::text[])) limit %1$d)
                union all
                (select * from patient_current where birth_date = any($3::date[])
                    and family ~>=~ $4 and family ~<~ $5 limit %1$d)
                union all
                (select * from patient_current where birth_date = any($3::date[])
                    and given ~>=~ $6 and given ~<~ $7 limit %1$d)
                union all
                (select * from patient_current where family = any($8::text[]) and outward = $9 limit %1$d)
                union all
                (select * from patient_current where family = any($8::text[])
                    and given ~>=~ $6 and given ~<~ $7 limit %1$d)
            ) found order by id""".formatted(BLOCK);

    Uni<List<StoredResource>> of(SqlClient connection, Description asked) {
        return connection.preparedQuery(CANDIDATES).execute(arguments(asked)).map(rows -> {
            var found = new ArrayList<StoredResource>(rows.size());
            rows.forEach(row -> found.add(new StoredResource(
                    row.getString("id"),
                    row.getInteger("version"),
                    row.getOffsetDateTime("last_updated").toInstant(),
                    row.getString("patient_id"),
                    Set.of(row.getArrayOfStrings("organisations")),
                    row.getBuffer("content").getBytes())));
            return List.copyOf(found);
        });
    }

    static Tuple arguments(Description asked) {
        var systems = new ArrayList<String>();
        var values = new ArrayList<String>();
        asked.nhsNumber().ifPresent(number -> {
            systems.add(IdentifierSystems.NHS_NUMBER);
            values.add(number);
        });
        asked.recordNumbers().forEach(number -> {
            var bar = number.lastIndexOf('|');
            systems.add(number.substring(0, bar));
            values.add(number.substring(bar + 1));
        });
        var dates = new LinkedHashSet<LocalDate>();
        asked.birthDate().ifPresent(born -> {
            dates.add(born);
            if (born.getDayOfMonth() <= 12) {
                dates.add(born.withDayOfMonth(1).withMonth(born.getDayOfMonth()).withDayOfMonth(born.getMonthValue()));
            }
        });
        var initial = asked.family().isEmpty() ? "" : asked.family().substring(0, 1);
        var families = new LinkedHashSet<>(asked.formerFamilies());
        families.add(asked.family());
        families.remove("");
        var given = asked.given().split(" ")[0];
        return Tuple.tuple()
                .addArrayOfString(systems.toArray(String[]::new))
                .addArrayOfString(values.toArray(String[]::new))
                .addArrayOfLocalDate(dates.toArray(LocalDate[]::new))
                .addValue(from(initial))
                .addValue(until(initial))
                .addValue(from(given))
                .addValue(until(given))
                .addArrayOfString(families.toArray(String[]::new))
                .addString(Folding.outward(asked.postcode()));
    }

    /// Nobody begins with what is not known.
    private static @Nullable String from(String beginning) {
        return beginning.isEmpty() ? null : beginning;
    }

    private static @Nullable String until(String beginning) {
        return beginning.isEmpty() ? null : beginning + '\uFFFD';
    }
}
