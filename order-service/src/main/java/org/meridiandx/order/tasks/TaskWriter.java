package org.meridiandx.order.tasks;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Consumer;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.records.Organisations;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.Stamps;
import org.meridiandx.order.records.StatusReason;
import org.meridiandx.order.tasks.rules.Fulfilment;

/// Opens and moves the Task of a request, within the transaction that moves the request and holds its row.
@Singleton
public class TaskWriter {
    private static final String IMAGES_AVAILABLE = "images available";
    private static final String TASK_CODES = "http://hl7.org/fhir/CodeSystem/task-code";
    private final TaskRepository tasks;
    private final Stamps stamps;

    TaskWriter(TaskRepository tasks, Stamps stamps) {
        this.tasks = tasks;
        this.stamps = stamps;
    }

    /// Opens the task of a request that has just become active.
    ///
    /// @param order complete, with its id
    /// @param identifier the sender's own for the task, if it gave one
    public Uni<StoredResource> open(Mutiny.Session session, ServiceRequest order, Optional<Identifier> identifier) {
        var task = new Task();
        stamps.first(task);
        identifier.ifPresent(task::addIdentifier);
        task.addBasedOn(referenceTo(order));
        task.setFocus(referenceTo(order));
        task.setStatus(TaskStatus.REQUESTED);
        task.setIntent(TaskIntent.ORDER);
        task.getCode().addCoding().setSystem(TASK_CODES).setCode("fulfill");
        var facts = RequestFacts.of(order);
        task.setPriority(Task.TaskPriority.fromCode(facts.priority()));
        task.setAuthoredOn(task.getMeta().getLastUpdated());
        task.setLastModified(task.getMeta().getLastUpdated());
        task.setRequester(Organisations.reference(facts.requester()));
        parties(task, order, facts);
        if (order.hasRequisition()) {
            task.setGroupIdentifier(order.getRequisition().copy());
        }
        var entity = TaskEntity.of(task, order);
        return tasks.add(session, entity).replaceWith(entity.toStoredResource());
    }

    private static Reference referenceTo(ServiceRequest order) {
        return new Reference("ServiceRequest/" + order.getIdElement().getIdPart());
    }

    /// For whom, and by whom where that is known; and as sensitive as the order, since that it is worked
    /// on tells that there is one.
    private static void parties(Task task, ServiceRequest order, RequestFacts facts) {
        task.getMeta()
                .setSecurity(
                        order.getMeta().getSecurity().stream().map(Coding::copy).toList());
        task.setFor(order.getSubject().copy());
        if (!facts.performer().isEmpty()) {
            task.setOwner(Organisations.reference(facts.performer()));
        }
    }

    /// Cancels what is open, because the request was.
    public Uni<Void> cancel(String requestId, CodeableConcept reason) {
        return tasks.findOfRequest(requestId)
                .chain(found -> found.filter(TaskRepository::isOpen)
                        .map(task -> step(task, new Fulfilment.Cancelled(), changed -> changed.setStatusReason(reason)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /// Ends the task with the report as its output; a report that is named already changes nothing.
    public Uni<Void> complete(String requestId, String reportId) {
        var output = new Reference("DiagnosticReport/" + reportId);
        return tasks.findOfRequest(requestId)
                .chain(found -> found.filter(task -> !hasOutput(task.toTask(), output) || TaskRepository.isOpen(task))
                        .map(task ->
                                step(task, new Fulfilment.Completed(), changed -> addOutput(changed, "report", output)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /// Tells that images are there; a task that has ended gets the output only.
    public Uni<Boolean> imagesAvailable(String requestId, String imagingStudyId) {
        var output = new Reference("ImagingStudy/" + imagingStudyId);
        return tasks.findOfRequest(requestId)
                .chain(found -> found.filter(task -> !hasOutput(task.toTask(), output))
                        .map(task -> step(task, new Fulfilment.InProgress(), changed -> {
                                    addOutput(changed, "images", output);
                                    changed.setBusinessStatus(new CodeableConcept().setText(IMAGES_AVAILABLE));
                                })
                                .replaceWith(true))
                        .orElseGet(() -> Uni.createFrom().item(false)));
    }

    /// Follows a patient who became known, an amended performer, a hold and its release; where a request
    /// is active for the first time, its task is opened.
    ///
    /// @return whether it was opened
    public Uni<Boolean> follow(Mutiny.Session session, ServiceRequest order) {
        return tasks.findOfRequest(order.getIdElement().getIdPart())
                .chain(found -> found.map(entity -> follow(entity, order).replaceWith(false))
                        .orElseGet(() -> order.getStatus() == ServiceRequest.ServiceRequestStatus.ACTIVE
                                ? open(session, order, Optional.empty()).replaceWith(true)
                                : Uni.createFrom().item(false)));
    }

    private Uni<Void> follow(TaskEntity entity, ServiceRequest order) {
        var task = entity.toTask();
        parties(task, order, RequestFacts.of(order));
        holdOrRelease(entity, task, order);
        stamp(task, entity);
        entity.take(task, order);
        return tasks.flush();
    }

    /// Work is on hold while its request is, for the same reason, and goes on from where it stood.
    private static void holdOrRelease(TaskEntity entity, Task task, ServiceRequest order) {
        var isHeld = task.getStatus() == TaskStatus.ONHOLD;
        var isToBeHeld = order.getStatus() == ServiceRequest.ServiceRequestStatus.ONHOLD;
        if (isToBeHeld && TaskRepository.isOpen(entity)) {
            if (!isHeld) {
                entity.heldStatus = entity.status;
                task.setStatus(TaskStatus.ONHOLD);
            }
            var reason = StatusReason.of(order);
            task.setStatusReason(reason.isEmpty() ? null : reason.copy());
        } else if (isHeld && !isToBeHeld) {
            task.setStatus(TaskStatus.fromCode(entity.heldStatus));
            task.setStatusReason(null);
            entity.heldStatus = "";
        }
    }

    /// Moves a task where its state allows the step, and changes what `change` says in any case.
    Uni<Void> step(TaskEntity entity, Fulfilment wanted, Consumer<Task> change) {
        var task = entity.toTask();
        Fulfilment.of(entity.status)
                .flatMap(current -> current.to(wanted.code()))
                .ifPresent(next -> task.setStatus(TaskStatus.fromCode(next.code())));
        if (task.getStatus() == TaskStatus.ONHOLD && wanted instanceof Fulfilment.InProgress) {
            entity.heldStatus = wanted.code();
        } else if (task.getStatus() != TaskStatus.ONHOLD) {
            entity.heldStatus = "";
        }
        change.accept(task);
        stamp(task, entity);
        entity.take(task);
        return tasks.flush();
    }

    private void stamp(Task task, TaskEntity entity) {
        stamps.version(task, entity.version() + 1);
        task.setLastModified(task.getMeta().getLastUpdated());
    }

    private static boolean hasOutput(Task task, Reference output) {
        return task.getOutput().stream()
                .anyMatch(present -> present.getValue() instanceof Reference reference
                        && output.getReference().equals(reference.getReference()));
    }

    private static void addOutput(Task task, String kind, Reference output) {
        if (!hasOutput(task, output)) {
            task.addOutput().setType(new CodeableConcept().setText(kind)).setValue(output);
        }
    }
}
