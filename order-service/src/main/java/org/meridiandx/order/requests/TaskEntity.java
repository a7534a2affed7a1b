package org.meridiandx.order.requests;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import org.hl7.fhir.r4.model.Task;
import org.jspecify.annotations.Nullable;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.StoredResource;

/// A row of task: the FHIR JSON and its index columns. Patient and organisations are those of the request.
@Entity
@Table(name = "task")
@SuppressWarnings("NullAway.Init")
class TaskEntity {
    @Id
    String id;

    @Version
    int version;

    @Column(name = "last_updated")
    OffsetDateTime lastUpdated;

    @Column(name = "patient_id")
    String patientId;

    @Column(name = "organisations", columnDefinition = "text[]")
    String[] organisations;

    @Column(name = "content")
    byte[] content;

    @Column(name = "focus_id")
    String focusId;

    @Column(name = "nhs_number")
    @Nullable
    String nhsNumber;

    String status;

    @Column(name = "business_status")
    String businessStatus;

    String owner;
    String requester;

    @Column(name = "identifier_system")
    @Nullable
    String identifierSystem;

    @Nullable
    String identifier;

    @Column(name = "authored_on")
    OffsetDateTime authoredOn;

    static TaskEntity of(Task task, RequestEntity request) {
        var entity = new TaskEntity();
        entity.id = task.getIdElement().getIdPart();
        entity.version = 1;
        entity.focusId = request.id;
        entity.take(task, request);
        return entity;
    }

    /// Takes over a changed Task, which has its new version and time already.
    final void take(Task task, RequestEntity request) {
        patientId = request.patientId;
        nhsNumber = request.nhsNumber;
        organisations = request.organisations;
        requester = request.requester;
        take(task);
    }

    final void take(Task task) {
        lastUpdated = task.getMeta().getLastUpdated().toInstant().atOffset(ZoneOffset.UTC);
        authoredOn = task.getAuthoredOn().toInstant().atOffset(ZoneOffset.UTC);
        content = FhirJson.encode(task);
        status = task.getStatus().toCode();
        businessStatus =
                task.getBusinessStatus().hasText() ? task.getBusinessStatus().getText() : "";
        owner = Organisations.odsOf(task.getOwner(), task);
        var first = task.getIdentifier().stream().findFirst();
        identifierSystem = first.map(found -> found.getSystem()).orElse(null);
        identifier = first.map(found -> found.getValue()).orElse(null);
    }

    Task toTask() {
        return FhirJson.parse(content, Task.class);
    }

    StoredResource toStoredResource() {
        return new StoredResource(id, version, lastUpdated.toInstant(), patientId, Set.of(organisations), content);
    }

    @Override
    public String toString() {
        return "TaskEntity[id=" + id + ", version=" + version + "]";
    }
}
