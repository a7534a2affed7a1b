package org.meridiandx.order.tasks;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.jspecify.annotations.Nullable;
import org.meridiandx.order.records.Organisations;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.StoredRow;

/// A row of task: the FHIR JSON and its index columns. Patient and organisations are those of the request.
@Entity
@Table(name = "task")
@SuppressWarnings("NullAway.Init")
class TaskEntity extends StoredRow {
    /// Its columns, in the order of [#columns].
    static final List<String> COLUMNS = Stream.concat(
                    StoredRow.COLUMNS.stream(),
                    Stream.of(
                            "focus_id",
                            "status",
                            "business_status",
                            "held_status",
                            "owner",
                            "requester",
                            "identifier_system",
                            "identifier",
                            "authored_on"))
            .toList();

    @Column(name = "focus_id")
    String focusId;

    String status;

    @Column(name = "business_status")
    String businessStatus;

    /// Where the work stood when it was put on hold; empty while it is not.
    @Column(name = "held_status")
    String heldStatus = "";

    String owner;
    String requester;

    @Column(name = "identifier_system")
    @Nullable
    String identifierSystem;

    @Nullable
    String identifier;

    @Column(name = "authored_on")
    OffsetDateTime authoredOn;

    /// The first version of a Task, which has its id and version 1.
    ///
    /// @param order the request that it is about
    static TaskEntity of(Task task, ServiceRequest order) {
        var entity = new TaskEntity();
        entity.begin(task);
        entity.focusId = order.getIdElement().getIdPart();
        entity.take(task, order);
        return entity;
    }

    /// Takes over a changed Task, which has its new version and time already, and whom its request concerns.
    final void take(Task task, ServiceRequest order) {
        var facts = RequestFacts.of(order);
        concern(facts);
        requester = facts.requester();
        take(task);
    }

    final void take(Task task) {
        keep(task);
        authoredOn = task.getAuthoredOn().toInstant().atOffset(ZoneOffset.UTC);
        status = task.getStatus().toCode();
        businessStatus =
                task.getBusinessStatus().hasText() ? task.getBusinessStatus().getText() : "";
        owner = Organisations.odsOf(task.getOwner(), task);
        var first = task.getIdentifier().stream().findFirst();
        identifierSystem = first.map(found -> found.getSystem()).orElse(null);
        identifier = first.map(found -> found.getValue()).orElse(null);
    }

    @Override
    protected List<@Nullable Object> columns() {
        var values = super.columns();
        Collections.addAll(values, focusId, status, businessStatus, heldStatus, owner, requester);
        Collections.addAll(values, identifierSystem, identifier, authoredOn);
        return values;
    }

    Task toTask() {
        return resource(Task.class);
    }
}
