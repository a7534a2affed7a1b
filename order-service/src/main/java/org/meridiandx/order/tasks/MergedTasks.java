package org.meridiandx.order.tasks;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.Stamps;

/// Lets tasks go with their requests to another patient, in the transaction that holds the
/// requests' rows.
///
/// Plain SQL, as the requests themselves are moved: batch by batch.
@ApplicationScoped
public class MergedTasks {
    private static final String OF_REQUESTS =
            "select id, version, focus_id, content from task where focus_id = any($1) order by id for update";
    private static final String UPDATE = """
            update task set version = $2, last_updated = $3, patient_id = $4, nhs_number = nullif($5, ''), content = $6
            where id = $1""";
    private final Stamps stamps;

    MergedTasks(Stamps stamps) {
        this.stamps = stamps;
    }

    /// @param requests as they are now
    public Uni<Void> follow(SqlConnection connection, List<ServiceRequest> requests) {
        var byId = new HashMap<String, ServiceRequest>();
        requests.forEach(request -> byId.put(request.getIdElement().getIdPart(), request));
        return connection
                .preparedQuery(OF_REQUESTS)
                .execute(Tuple.of(byId.keySet().toArray(String[]::new)))
                .map(rows -> {
                    var moved = new ArrayList<Tuple>(rows.size());
                    rows.forEach(row -> moved.add(moved(row, byId)));
                    return moved;
                })
                .chain(moved -> moved.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : connection.preparedQuery(UPDATE).executeBatch(moved).replaceWithVoid());
    }

    private Tuple moved(Row row, Map<String, ServiceRequest> requests) {
        var request = requests.getOrDefault(row.getString("focus_id"), new ServiceRequest());
        var task = FhirJson.read(row.getBuffer("content").getBytes(), Task.class);
        task.setFor(request.getSubject().copy());
        stamps.version(task, row.getInteger("version") + 1);
        task.setLastModified(task.getMeta().getLastUpdated());
        var patient = RequestFacts.of(request).patient();
        return Tuple.of(
                row.getString("id"),
                row.getInteger("version") + 1,
                task.getMeta().getLastUpdated().toInstant().atOffset(ZoneOffset.UTC),
                patient.patientId(),
                patient.nhsNumber(),
                Buffer.buffer(FhirJson.encode(task)));
    }
}
