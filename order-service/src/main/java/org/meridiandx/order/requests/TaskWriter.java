package org.meridiandx.order.requests;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.meridiandx.order.requests.rules.Fulfilment;

/// Opens and moves the Task of a request, within the transaction that moves the request.
@ApplicationScoped
class TaskWriter {
    static final String IMAGES_AVAILABLE = "images available";
    private static final String TASK_CODES = "http://hl7.org/fhir/CodeSystem/task-code";
    private final TaskRepository tasks;
    private final OrderIds ids;
    private final Clock clock;

    TaskWriter(TaskRepository tasks, OrderIds ids, Clock clock) {
        this.tasks = tasks;
        this.ids = ids;
        this.clock = clock;
    }

    /// Opens the task of a request that has just become active.
    Uni<TaskEntity> open(RequestEntity request, ServiceRequest order, Optional<Identifier> identifier) {
        var task = new Task();
        task.setId(ids.next());
        identifier.ifPresent(task::addIdentifier);
        task.addBasedOn(new Reference("ServiceRequest/" + request.id));
        task.setFocus(new Reference("ServiceRequest/" + request.id));
        task.setStatus(TaskStatus.REQUESTED);
        task.setIntent(TaskIntent.ORDER);
        task.getCode().addCoding().setSystem(TASK_CODES).setCode("fulfill");
        task.setPriority(Task.TaskPriority.fromCode(request.priority));
        task.setFor(order.getSubject().copy());
        task.setAuthoredOn(now());
        task.setRequester(Organisations.reference(request.requester));
        if (!request.performer.isEmpty()) {
            task.setOwner(Organisations.reference(request.performer));
        }
        if (order.hasRequisition()) {
            task.setGroupIdentifier(order.getRequisition().copy());
        }
        stamp(task, 1);
        return tasks.persistAndFlush(TaskEntity.of(task, request));
    }

    /// Cancels what is open, because the request was.
    Uni<Void> cancel(RequestEntity request, CodeableConcept reason) {
        return tasks.findOfRequest(request.id)
                .chain(found -> found.filter(TaskRepository::isOpen)
                        .map(task -> step(task, new Fulfilment.Cancelled(), changed -> changed.setStatusReason(reason)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /// Ends the task with the report as its output; a report that is named already changes nothing.
    Uni<Void> complete(RequestEntity request, String reportId) {
        var output = new Reference("DiagnosticReport/" + reportId);
        return tasks.findOfRequest(request.id)
                .chain(found -> found.filter(task -> !hasOutput(task, output) || TaskRepository.isOpen(task))
                        .map(task ->
                                step(task, new Fulfilment.Completed(), changed -> addOutput(changed, "report", output)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /// Tells that images are there; a task that has ended gets the output only.
    Uni<Boolean> imagesAvailable(RequestEntity request, String imagingStudyId) {
        var output = new Reference("ImagingStudy/" + imagingStudyId);
        return tasks.findOfRequest(request.id)
                .chain(found -> found.filter(task -> !hasOutput(task, output))
                        .map(task -> step(task, new Fulfilment.InProgress(), changed -> {
                                    addOutput(changed, "images", output);
                                    changed.setBusinessStatus(new CodeableConcept().setText(IMAGES_AVAILABLE));
                                })
                                .replaceWith(true))
                        .orElseGet(() -> Uni.createFrom().item(false)));
    }

    /// Follows a patient who became known, or an amended performer.
    Uni<Void> follow(RequestEntity request, ServiceRequest order) {
        return tasks.findOfRequest(request.id)
                .chain(found -> found.map(entity -> {
                            var task = entity.toTask();
                            task.setFor(order.getSubject().copy());
                            if (!request.performer.isEmpty()) {
                                task.setOwner(Organisations.reference(request.performer));
                            }
                            stamp(task, entity.version + 1);
                            entity.take(task, request);
                            return tasks.flush();
                        })
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /// Moves a task where its state allows the step, and changes what `change` says in any case.
    Uni<Void> step(TaskEntity entity, Fulfilment wanted, java.util.function.Consumer<Task> change) {
        var task = entity.toTask();
        Fulfilment.of(entity.status)
                .flatMap(current -> current.to(wanted.code()))
                .ifPresent(next -> task.setStatus(TaskStatus.fromCode(next.code())));
        change.accept(task);
        stamp(task, entity.version + 1);
        entity.take(task);
        return tasks.flush();
    }

    void stamp(Task task, int version) {
        task.getMeta().setVersionId(String.valueOf(version)).setLastUpdated(now());
        task.setLastModified(now());
    }

    private static boolean hasOutput(TaskEntity entity, Reference output) {
        return entity.toTask().getOutput().stream()
                .anyMatch(present -> present.getValue() instanceof Reference reference
                        && output.getReference().equals(reference.getReference()));
    }

    private static void addOutput(Task task, String kind, Reference output) {
        var present = task.getOutput().stream()
                .anyMatch(other -> other.getValue() instanceof Reference reference
                        && output.getReference().equals(reference.getReference()));
        if (!present) {
            task.addOutput().setType(new CodeableConcept().setText(kind)).setValue(output);
        }
    }

    private Date now() {
        return Date.from(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
