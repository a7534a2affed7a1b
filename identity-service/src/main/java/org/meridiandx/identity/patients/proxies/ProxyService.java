package org.meridiandx.identity.patients.proxies;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.identity.relationships.RelationshipService;
import org.meridiandx.identity.relationships.rules.ProxyRule;
import org.meridiandx.outbox.Outbox;

/// Keeps proxies. Plain SQL: one table of facts, read by decisions.
@ApplicationScoped
public class ProxyService {
    private static final String ENTER = """
            insert into proxy (patient_id, proxy_nhs_number, kind, valid_from, valid_until, entered_by)
            select id, $2, $3, $4, $5, $6 from patient where id = $1
            on conflict (patient_id, proxy_nhs_number, kind, valid_from) do update set
                valid_until = excluded.valid_until, entered_by = excluded.entered_by""";
    private static final String OF = """
            select patient_id, proxy_nhs_number, kind, valid_from, valid_until from proxy
            where patient_id in (
                select kin.id from patient p join patient kin on kin.patient_id = p.patient_id where p.id = $1)
            order by valid_from, proxy_nhs_number, kind""";
    private final Pool pool;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final RelationshipService relationships;

    ProxyService(Pool pool, Outbox outbox, AuditTrail audit, RelationshipService relationships) {
        this.pool = pool;
        this.outbox = outbox;
        this.audit = audit;
        this.relationships = relationships;
    }

    /// Enters a proxy, or another end of one that is there; decisions go by it from the commit. Safe to repeat.
    ///
    /// @return false where there is no such patient
    Uni<Boolean> enter(Caller caller, Proxy proxy) {
        var entry = AuditEntry.change("U", "proxies", "Patient", proxy.patientId(), proxy.patientId());
        return pool.withTransaction(connection -> enter(connection, caller, proxy)
                .call(entered -> entered
                        ? outbox.append(connection, List.of(audit.message(caller, entry)))
                                .chain(() -> relationships.changed(connection, proxy.patientId(), "proxy"))
                        : Uni.createFrom().voidItem()));
    }

    private static Uni<Boolean> enter(SqlClient connection, Caller caller, Proxy proxy) {
        return connection
                .preparedQuery(ENTER)
                .execute(Tuple.tuple()
                        .addString(proxy.patientId())
                        .addString(proxy.number().value())
                        .addString(proxy.kind().code())
                        .addLocalDate(proxy.from())
                        .addValue(proxy.until().orElse(null))
                        .addString(caller.actor()))
                .map(rows -> rows.rowCount() == 1);
    }

    /// All proxies of a patient, past ones too, in the audit before they are shown.
    Uni<List<Proxy>> of(Caller caller, String patientId) {
        var entry = new AuditEntry("R", "proxies", "ok", "", "Patient", List.of(patientId), patientId, "");
        return pool.preparedQuery(OF)
                .execute(Tuple.of(patientId))
                .map(rows -> {
                    var found = new ArrayList<Proxy>();
                    rows.forEach(row -> found.add(new Proxy(
                            row.getString(0),
                            new NhsNumber(row.getString(1)),
                            ProxyRule.Kind.of(row.getString(2)).orElse(ProxyRule.Kind.OTHER),
                            row.getLocalDate(3),
                            Optional.ofNullable(row.getLocalDate(4)))));
                    return List.copyOf(found);
                })
                .call(() -> audit.record(caller, List.of(entry)));
    }
}
