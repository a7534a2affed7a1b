package org.meridiandx.identity.access;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.meridiandx.access.Caller;
import org.meridiandx.identity.access.rules.ConsentRule;
import org.meridiandx.identity.relationships.rules.ProxyRule;

/// Reads all that a decision needs about a whole batch of patients with one indexed statement: plain
/// SQL, because this is the hottest question of the region.
@ApplicationScoped
class FactsRepository {
    /// `n` is the number of the question among those that are answered together.
    private static final String FACTS = """
            with asked as materialized (
                select a.*, coalesce(p.patient_id, a.id) as effective
                from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
                    as a (n, id, organisation, person, self, ending)
                left join patient p on p.id = a.id),
            kin as materialized (
                select asked.*, coalesce(k.id, asked.effective) as record
                from asked left join patient k on k.patient_id = asked.effective)
            select asked.n, asked.id, 'stands' as kind, asked.effective as what, '' as source,
                   null::timestamptz as since, null::timestamptz as until,
                   null::text[] as organisations, null::text[] as types, null::text[] as labels,
                   null::text[] as purposes
            from asked where asked.effective <> asked.id
            union all
            select kin.n, kin.id, 'ground', g.ground, g.source, g.since, g.until, null, null, null, null
            from kin join access_ground g on g.recorded_patient_id = kin.record and g.organisation = kin.organisation
            where kin.organisation <> '' and g.person in ('', kin.person) and (g.until is null or g.until > kin.ending)
            union all
            select kin.n, kin.id, 'ground', g.ground, g.source, g.since, g.until, null, null, null, null
            from kin join access_ground g on g.recorded_patient_id = kin.record and g.person = kin.person
            where kin.person <> '' and g.organisation = '' and (g.until is null or g.until > kin.ending)
            union all
            select kin.n, kin.id, 'proxy', x.kind, e.birth_date::text,
                   x.valid_from::timestamp at time zone 'Europe/London',
                   (x.valid_until + 1)::timestamp at time zone 'Europe/London', null, null, null, null
            from kin join proxy x on x.patient_id = kin.record join patient e on e.id = kin.effective
            where kin.self <> '' and e.birth_date is not null and x.proxy_nhs_number in (
                select own.nhs_number from patient me join patient own on own.patient_id = me.patient_id
                where me.id = kin.self)
            union all
            select kin.n, kin.id, c.rule, c.id, '', c.since, c.until, c.actors, c.types, c.labels, c.purposes
            from kin join consent c on c.patient_id = kin.record
            where c.status = 'active'""";
    private final Pool pool;
    private final SharedStatement<Question, Map<String, PatientFacts>> statement;

    FactsRepository(@ReactiveDataSource("decisions") Pool pool) {
        this.pool = pool;
        this.statement = new SharedStatement<>(this::answers);
    }

    /// What is asked about some patients for one asker.
    private record Question(List<String> patientIds, Caller asker, Instant since) {
        String person() {
            return asker.ownPatientId().map(id -> "Patient/" + id).orElseGet(asker::actor);
        }
    }

    /// One line of the statement's input.
    private record Asked(int number, String patientId, Question question) {}

    /// @param asker whose grounds are looked for
    /// @param since grounds that had ended by then are left out: a laboratory has one for each order
    /// that it ever carried out
    /// @return what is known, future facts included, for each patient that there is anything about
    Uni<Map<String, PatientFacts>> find(Collection<String> patientIds, Caller asker, Instant since) {
        return statement.ask(new Question(List.copyOf(patientIds), asker, since));
    }

    private CompletionStage<List<Map<String, PatientFacts>>> answers(List<Question> questions) {
        var asked = new ArrayList<Asked>();
        for (int number = 0; number < questions.size(); number++) {
            var question = questions.get(number);
            for (var id : question.patientIds()) {
                asked.add(new Asked(number, id, question));
            }
        }
        return pool.preparedQuery(FACTS)
                .execute(input(asked))
                .map(rows -> factsOf(rows, questions.size()))
                .toCompletionStage();
    }

    private static Tuple input(List<Asked> asked) {
        var lines = asked.size();
        var numbers = new Integer[lines];
        var ids = new String[lines];
        var organisations = new String[lines];
        var persons = new String[lines];
        var selves = new String[lines];
        var endings = new OffsetDateTime[lines];
        for (int i = 0; i < lines; i++) {
            var line = asked.get(i);
            var asker = line.question().asker();
            numbers[i] = line.number();
            ids[i] = line.patientId();
            organisations[i] = asker.organisation();
            persons[i] = line.question().person();
            selves[i] = asker.ownPatientId().orElse("");
            endings[i] = line.question().since().atOffset(ZoneOffset.UTC);
        }
        return Tuple.from(Arrays.<Object>asList(numbers, ids, organisations, persons, selves, endings));
    }

    private static List<Map<String, PatientFacts>> factsOf(RowSet<Row> rows, int questions) {
        var builders = new ArrayList<Map<String, PatientFacts.Builder>>(questions);
        for (int number = 0; number < questions; number++) {
            builders.add(new HashMap<>());
        }
        for (var row : rows) {
            add(row, builders.get(row.getInteger("n")).computeIfAbsent(row.getString("id"), PatientFacts.Builder::new));
        }
        return builders.stream().map(FactsRepository::built).toList();
    }

    private static Map<String, PatientFacts> built(Map<String, PatientFacts.Builder> builders) {
        var facts = new HashMap<String, PatientFacts>();
        builders.forEach((id, builder) -> facts.put(id, builder.build()));
        return Map.copyOf(facts);
    }

    private static void add(Row row, PatientFacts.Builder facts) {
        switch (row.getString("kind")) {
            case "stands" -> facts.standsFor(row.getString("what"));
            case "ground" ->
                facts.ground(new PatientFacts.KnownGround(
                        row.getString("what"),
                        row.getString("source"),
                        row.getOffsetDateTime("since").toInstant(),
                        Optional.ofNullable(row.getOffsetDateTime("until")).map(OffsetDateTime::toInstant)));
            case "proxy" -> proxyOf(row).ifPresent(facts::ground);
            case "opt-out" -> facts.optOut(row.getOffsetDateTime("since").toInstant());
            default -> facts.consent(consentOf(row));
        }
    }

    /// What the register says, within the limits of the patient's age. A kind that is not known opens nothing.
    private static Optional<PatientFacts.KnownGround> proxyOf(Row row) {
        var kind = row.getString("what");
        var born = LocalDate.parse(row.getString("source"));
        return ProxyRule.Kind.of(kind)
                .map(known -> ProxyRule.period(
                        known, born, row.getOffsetDateTime("since").toInstant()))
                .map(period -> period.endingAt(
                        Optional.ofNullable(row.getOffsetDateTime("until")).map(OffsetDateTime::toInstant)))
                .filter(period -> !period.isEmpty())
                .map(period -> new PatientFacts.KnownGround("proxy", "proxy:" + kind, period.since(), period.until()));
    }

    private static ConsentRule consentOf(Row row) {
        return new ConsentRule(
                row.getString("what"),
                row.getString("kind").equals("deny"),
                Set.of(row.getArrayOfStrings("organisations")),
                Set.of(row.getArrayOfStrings("types")),
                Set.of(row.getArrayOfStrings("labels")),
                Set.of(row.getArrayOfStrings("purposes")),
                row.getOffsetDateTime("since").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("until")).map(OffsetDateTime::toInstant));
    }
}
