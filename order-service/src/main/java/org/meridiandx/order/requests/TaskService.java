package org.meridiandx.order.requests;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Task;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.Caller;
import org.meridiandx.order.requests.rules.Fulfilment;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.problem.ProblemCode;

/// Lets performers answer a request through its Task, and open a new Task where the last one was rejected.
@ApplicationScoped
public class TaskService {
    private static final List<String> BY_PERFORMER = List.of("accepted", "rejected", "in-progress");
    private final TaskRepository tasks;
    private final RequestRepository requests;
    private final TaskWriter writer;
    private final RequestEvents events;
    private final Outbox outbox;

    TaskService(
            TaskRepository tasks, RequestRepository requests, TaskWriter writer, RequestEvents events, Outbox outbox) {
        this.tasks = tasks;
        this.requests = requests;
        this.writer = writer;
        this.events = events;
        this.outbox = outbox;
    }

    /// Opens a task for an active request that has none open.
    ///
    /// @param requestId the request it is about
    /// @param identifier the sender's own identifier, if it gave one
    @WithTransaction
    public Uni<ChangeResult> open(String requestId, Optional<Identifier> identifier, Caller caller) {
        return Panache.getSession()
                .chain(session -> requests.findToChange(requestId)
                        .chain(found -> found.map(request -> open(session, request, identifier, caller))
                                .orElseGet(() -> Uni.createFrom().item(new ChangeResult.Missing()))));
    }

    private Uni<ChangeResult> open(
            Mutiny.Session session, RequestEntity request, Optional<Identifier> identifier, Caller caller) {
        if (!request.status.equals("active")) {
            return refused(
                    ProblemCode.ILLEGAL_TRANSITION,
                    "The request is " + request.status + "; work is started on an active one.",
                    "Task.focus");
        }
        return tasks.findOfRequest(request.id)
                .chain(latest -> latest.filter(TaskRepository::isOpen).isPresent()
                        ? refused(
                                ProblemCode.DUPLICATE,
                                "The request has an open Task already. Find it by Task?focus and update that one.",
                                "Task.focus")
                        : writer.open(request, request.toServiceRequest(), identifier)
                                .call(task -> outbox.append(session, List.of(audited(caller, "C", "create", task))))
                                .map(task -> new ChangeResult.Changed(task.toStoredResource())));
    }

    private static Uni<ChangeResult> refused(ProblemCode code, String detail, String expression) {
        return Uni.createFrom().item(new ChangeResult.Refused(code, detail, expression));
    }

    /// Takes the performer's word about the work: status, reason, business status and notes.
    ///
    /// @param version the version that the caller has seen
    @WithTransaction
    public Uni<ChangeResult> update(String id, int version, Task said, Caller caller) {
        return Panache.getSession()
                .chain(session -> tasks.findToChange(id)
                        .chain(found -> found.map(task -> update(session, task, version, said, caller))
                                .orElseGet(() -> Uni.createFrom().item(new ChangeResult.Missing()))));
    }

    private Uni<ChangeResult> update(Mutiny.Session session, TaskEntity task, int version, Task said, Caller caller) {
        if (task.version != version) {
            return Uni.createFrom().item(new ChangeResult.Stale(task.version));
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
                .call(() -> outbox.append(session, List.of(audited(caller, "U", "update", task))))
                .map(ignored -> new ChangeResult.Changed(task.toStoredResource()));
    }

    private static void takeOver(Task said, Task stored) {
        stored.setStatusReason(said.hasStatusReason() ? said.getStatusReason() : null);
        stored.setBusinessStatus(said.hasBusinessStatus() ? said.getBusinessStatus() : null);
        stored.setNote(said.getNote());
    }

    private org.meridiandx.outbox.OutboundMessage audited(
            Caller caller, String action, String interaction, TaskEntity task) {
        return events.audited(caller, AuditEntry.change(action, interaction, "Task", task.id, task.patientId));
    }
}
