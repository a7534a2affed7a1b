package org.meridiandx.identity.patients.matching;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.identity.patients.matching.rules.Description;

/// Finds who is worth comparing: by number, by birth date with a letter of the name, by name with
/// district, by name with given name, by birth date with day and month swapped. Each block is one walk
/// in one index, and bounded.
@ApplicationScoped
class CandidateRepository {
    static final int BLOCK = 100;
    private static final String CANDIDATES = """
            select distinct on (id) id, version, last_updated, patient_id, organisations, content from (
                (select c.* from patient_identifier i join patient_current c on c.id = i.resource_id
                 where (i.system, i.value) in (select * from unnest($1::text[], $2::text[])) limit %1$d)
                union all
                (select * from patient_current where birth_date = any($3::date[]) and family >= $4 and family < $5 limit %1$d)
                union all
                (select * from patient_current where birth_date = any($3::date[]) and given like $6 limit %1$d)
                union all
                (select * from patient_current where family = any($7::text[]) and outward = $8 limit %1$d)
                union all
                (select * from patient_current where family = any($7::text[]) and given like $6 limit %1$d)
            ) found order by id limit 300""".formatted(BLOCK);

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
            systems.add(org.meridiandx.fhir.IdentifierSystems.NHS_NUMBER);
            values.add(number);
        });
        asked.recordNumbers().forEach(number -> {
            var bar = number.lastIndexOf('|');
            systems.add(number.substring(0, bar));
            values.add(number.substring(bar + 1));
        });
        var dates = new LinkedHashSet<java.time.LocalDate>();
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
                .addArrayOfLocalDate(dates.toArray(java.time.LocalDate[]::new))
                .addString(initial.isEmpty() ? "\uFFFF" : initial)
                .addString(initial.isEmpty() ? "\uFFFF" : initial + "\uFFFD")
                .addString(given.isEmpty() ? "\uFFFF" : given + "%")
                .addArrayOfString(families.toArray(String[]::new))
                .addString(
                        asked.postcode().length() > 4
                                ? asked.postcode().substring(0, asked.postcode().length() - 3)
                                : asked.postcode());
    }
}
