package org.meridiandx.order.groups;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.RequestGroup;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.Stamps;

/// Lets groups go with their requests to another patient, in the transaction that holds the requests'
/// rows. Plain SQL, as the requests themselves are moved: batch by batch.
@ApplicationScoped
public class MergedGroups {
    private static final String OF_REQUESTS = """
            select id, version, content from request_group
            where patient_id <> $2 and id in (select group_id from request_group_member where request_id = any($1))
            order by id for update""";
    private static final String UPDATE = """
            update request_group set version = $2, last_updated = $3, patient_id = $4, nhs_number = nullif($5, ''),
                content = $6
            where id = $1""";
    private final Stamps stamps;

    MergedGroups(Stamps stamps) {
        this.stamps = stamps;
    }

    /// @param requests as they are now, all of one patient
    public Uni<Void> follow(SqlConnection connection, List<ServiceRequest> requests) {
        if (requests.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var ids = requests.stream()
                .map(request -> request.getIdElement().getIdPart())
                .toArray(String[]::new);
        var patient = RequestFacts.of(requests.getFirst()).patient();
        return connection
                .preparedQuery(OF_REQUESTS)
                .execute(Tuple.of(ids, patient.patientId()))
                .map(rows -> {
                    var moved = new ArrayList<Tuple>(rows.size());
                    rows.forEach(row -> moved.add(moved(row, requests.getFirst(), patient)));
                    return moved;
                })
                .chain(moved -> moved.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : connection.preparedQuery(UPDATE).executeBatch(moved).replaceWithVoid());
    }

    private Tuple moved(Row row, ServiceRequest member, RequestFacts.PatientRef patient) {
        var group = FhirJson.read(row.getBuffer("content").getBytes(), RequestGroup.class);
        group.setSubject(member.getSubject().copy());
        stamps.version(group, row.getInteger("version") + 1);
        return Tuple.of(
                row.getString("id"),
                row.getInteger("version") + 1,
                group.getMeta().getLastUpdated().toInstant().atOffset(ZoneOffset.UTC),
                patient.patientId(),
                patient.nhsNumber(),
                Buffer.buffer(FhirJson.encode(group)));
    }
}
