package org.meridiandx.identity.audit;

import static org.meridiandx.identity.region.Region.as;

import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.meridiandx.contracts.events.v1.Event;

/// The log of the service under test: grown, looked into, tampered with.
@ApplicationScoped
class GrowingLog {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final AuditService audit;
    private final Pool pool;

    GrowingLog(AuditService audit, Pool pool) {
        this.audit = audit;
        this.pool = pool;
    }

    /// Appends entries about a patient of their own.
    List<Event> append(int entries) {
        var patientId = UUID.randomUUID().toString();
        var events = IntStream.range(0, entries)
                .mapToObj(i -> AuditEvents.read(patientId))
                .toList();
        audit.append(events, List.of()).await().atMost(PATIENCE);
        return events;
    }

    void append(Event event) {
        audit.append(List.of(event), List.of()).await().atMost(PATIENCE);
    }

    /// Whether the verification that auditors start finds nothing.
    boolean isIntact() {
        return as("auditor")
                .post("/fhir/R4/AuditEvent/$verify")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getBoolean("parameter.find { it.name == 'ok' }.valueBoolean");
    }

    void execute(String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }

    long count(String sql) {
        return pool.query(sql)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .atMost(PATIENCE);
    }
}
