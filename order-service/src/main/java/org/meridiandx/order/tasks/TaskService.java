package org.meridiandx.order.tasks;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.records.ChangeResult;
import org.meridiandx.order.tasks.rules.Fulfilment;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.problem.ProblemCode;

/// Lets performers answer a request through its Task, and open a new Task where the last one was rejected.
@ApplicationScoped
public class TaskService {
    private static final List<String> BY_PERFORMER = List.of("accepted", "rejected", "in-progress");
    private final TaskRepository tasks;
    private final TaskWriter writer;
    private final AuditTrail audit;
    private final Outbox outbox;

    TaskService(TaskRepository tasks, TaskWriter writer, AuditTrail audit, Outbox outbox) {
        this.tasks = tasks;
        this.writer = writer;
        this.audit = audit;
        this.outbox = outbox;
    }

    /// Opens a task for an active request that has none open, in the transaction that holds the
    /// request's row.
    ///
    /// @param order the request it is about
    /// @param identifier the sender's own identifier, if it gave one
    @WithTransaction
    public Uni<ChangeResult> open(ServiceRequest order, Optional<Identifier> identifier, Caller caller) {
        return tasks.findOfRequest(order.getIdElement().getIdPart())
                .chain(latest -> latest.filter(TaskRepository::isOpen).isPresent()
                        ? Uni.createFrom().item(alreadyOpen())
                        : Panache.getSession()
                                .chain(session -> writer.open(session, order, identifier))
                                .call(task -> tell(caller, "C", "create", task))
                                .map(ChangeResult.Changed::new));
    }

    private static ChangeResult alreadyOpen() {
        return new ChangeResult.Refused(
                ProblemCode.DUPLICATE,
                "The request has an open Task already. Find it by Task?focus and update that one.",
                "Task.focus");
    }

    /// Takes the performer's word about the work: status, reason, business status and notes.
    ///
    /// @param version the version that the caller has seen
    @WithTransaction
    public Uni<ChangeResult> update(String id, int version, Task said, Caller caller) {
        return tasks.findToChange(id)
                .chain(found -> found.map(task -> update(task, version, said, caller))
                        .orElseGet(() -> Uni.createFrom().item(new ChangeResult.Missing())));
    }

    private Uni<ChangeResult> update(TaskEntity task, int version, Task said, Caller caller) {
        if (task.version() != version) {
            return Uni.createFrom().item(new ChangeResult.Stale(task.version()));
        }
        var wanted = said.hasStatus() ? said.getStatus().toCode() : task.status;
        var current = Fulfilment.of(task.status).orElseThrow();
        var isSame = wanted.equals(task.status) && current.isOpen();
        var next = BY_PERFORMER.contains(wanted) ? current.to(wanted) : Optional.<Fulfilment>empty();
        if (!isSame && next.isEmpty()) {
            var allowed =
                    current.allowed().stream().filter(BY_PERFORMER::contains).toList();
            return Uni.createFrom().item(new ChangeResult.Illegal(current.code(), allowed));
        }
        return writer.step(task, next.orElse(current), stored -> takeOver(said, stored))
                .map(ignored -> task.toStoredResource())
                .call(changed -> tell(caller, "U", "update", changed))
                .map(ChangeResult.Changed::new);
    }

    private static void takeOver(Task said, Task stored) {
        stored.setStatusReason(said.hasStatusReason() ? said.getStatusReason() : null);
        stored.setBusinessStatus(said.hasBusinessStatus() ? said.getBusinessStatus() : null);
        stored.setNote(said.getNote());
    }

    private Uni<Void> tell(Caller caller, String action, String interaction, StoredResource task) {
        var entry = AuditEntry.change(action, interaction, "Task", task.id(), task.patientId());
        return Panache.getSession().chain(session -> outbox.append(session, List.of(audit.message(caller, entry))));
    }
}
