package org.meridiandx.identity.patients.proxies;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.identity.relationships.rules.ProxyRule;

/// For whom a person acts as a proxy now, by the same rule that decisions go by.
@ApplicationScoped
public class ChargeService {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final String OF = """
            select e.id, e.content, e.birth_date, x.kind, x.valid_from, x.valid_until
            from patient me join patient own on own.patient_id = me.patient_id
            join proxy x on x.proxy_nhs_number = own.nhs_number
            join patient r on r.id = x.patient_id join patient e on e.id = r.patient_id
            where me.id = $1 and e.birth_date is not null and e.id <> me.patient_id
            order by e.birth_date desc, e.id""";
    private final Pool pool;
    private final Clock clock;

    ChargeService(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /// @param patientId Patient.id of the proxy's own record
    /// @return the youngest first
    public Uni<List<Charge>> of(String patientId) {
        return pool.preparedQuery(OF).execute(Tuple.of(patientId)).map(rows -> {
            var found = new LinkedHashMap<String, Charge>();
            rows.forEach(row -> {
                if (holdsAt(row, clock.instant())) {
                    found.putIfAbsent(row.getString(0), new Charge(row.getString(0), nameIn(row)));
                }
            });
            return List.copyOf(found.values());
        });
    }

    private static boolean holdsAt(Row row, Instant now) {
        var from = row.getLocalDate(4).atStartOfDay(LONDON).toInstant();
        var until = Optional.ofNullable(row.getLocalDate(5)).map(ChargeService::endOf);
        return ProxyRule.Kind.of(row.getString(3))
                .map(kind -> ProxyRule.period(kind, row.getLocalDate(2), from).endingAt(until))
                .filter(period -> !period.since().isAfter(now))
                .filter(period ->
                        period.until().filter(end -> !now.isBefore(end)).isEmpty())
                .isPresent();
    }

    private static Instant endOf(LocalDate lastDay) {
        return lastDay.plusDays(1).atStartOfDay(LONDON).toInstant();
    }

    private static String nameIn(Row row) {
        var patient = FhirJson.read(row.getBuffer(1).getBytes(), Patient.class);
        return patient.getNameFirstRep().getNameAsSingleString().strip();
    }
}
