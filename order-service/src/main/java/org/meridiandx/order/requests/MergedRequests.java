package org.meridiandx.order.requests;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.directory.Standing;
import org.meridiandx.directory.standing.PatientRows;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.records.Stamps;
import org.meridiandx.order.records.Subject;
import org.meridiandx.order.tasks.MergedTasks;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.Outbox;

/// Gives the requests of patients who are merged or parted to the patient in force, with their
/// tasks: the next version of each, and its event.
///
/// Plain SQL, because it goes batch by batch through rows that nobody asked for; Hibernate counts
/// on from the versions that it finds.
@ApplicationScoped
class MergedRequests implements PatientRows {
    private static final String UNMOVED = """
            select id, version, content from service_request
            where patient_id <> $2 and id in (
                (select id from service_request where recorded_patient_id = $1 and patient_id < $2 limit $3)
                union all
                (select id from service_request where recorded_patient_id = $1 and patient_id > $2 limit $3))
            order by id for update""";
    private static final String UPDATE = """
            update service_request set version = $2, last_updated = $3, patient_id = $4,
                nhs_number = nullif($5, ''), content = $6
            where id = $1""";
    private final MergedTasks tasks;
    private final org.meridiandx.order.groups.MergedGroups groups;
    private final RequestEvents events;
    private final Outbox outbox;
    private final Stamps stamps;

    MergedRequests(
            MergedTasks tasks,
            org.meridiandx.order.groups.MergedGroups groups,
            RequestEvents events,
            Outbox outbox,
            Stamps stamps) {
        this.tasks = tasks;
        this.groups = groups;
        this.events = events;
        this.outbox = outbox;
        this.stamps = stamps;
    }

    @Override
    public Uni<Integer> move(SqlConnection connection, Standing standing, int limit) {
        return connection
                .preparedQuery(UNMOVED)
                .execute(Tuple.of(standing.recordedPatientId(), standing.patientId(), limit))
                .map(rows -> {
                    var moved = new ArrayList<ServiceRequest>(rows.size());
                    rows.forEach(row -> moved.add(moved(row, standing)));
                    return moved;
                })
                .call(moved -> moved.isEmpty() ? Uni.createFrom().voidItem() : write(connection, standing, moved))
                .map(List::size);
    }

    private ServiceRequest moved(Row row, Standing standing) {
        var request = FhirJson.read(row.getBuffer("content").getBytes(), ServiceRequest.class);
        request.setId(row.getString("id"));
        Subject.move(request, standing);
        stamps.version(request, row.getInteger("version") + 1);
        return request;
    }

    private Uni<Void> write(SqlConnection connection, Standing standing, List<ServiceRequest> moved) {
        var rows = moved.stream().map(request -> rowOf(request, standing)).toList();
        return connection
                .preparedQuery(UPDATE)
                .executeBatch(rows)
                .chain(() -> tasks.follow(connection, moved))
                .chain(() -> groups.follow(connection, moved))
                .chain(() -> outbox.append(connection, told(standing, moved)));
    }

    private static Tuple rowOf(ServiceRequest request, Standing standing) {
        return Tuple.of(
                request.getIdElement().getIdPart(),
                Integer.parseInt(request.getMeta().getVersionId()),
                request.getMeta().getLastUpdated().toInstant().atOffset(ZoneOffset.UTC),
                standing.patientId(),
                standing.nhsNumber(),
                Buffer.buffer(FhirJson.encode(request)));
    }

    private List<OutboundMessage> told(Standing standing, List<ServiceRequest> moved) {
        var messages = new ArrayList<OutboundMessage>();
        var ids = moved.stream()
                .map(request -> request.getIdElement().getIdPart())
                .toList();
        moved.forEach(request -> messages.add(events.moved(request)));
        messages.add(events.audited(
                RequestService.REGION,
                new AuditEntry("U", "update", "ok", "", "ServiceRequest", ids, standing.patientId(), "")));
        return messages;
    }
}
