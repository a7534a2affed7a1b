package org.meridiandx.order.tasks;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.order.tasks.rules.Fulfilment;
import org.meridiandx.outbox.Outbox;

/// Takes news of the work on a request from a performer who knows no Task, as HL7 v2 tells them.
@ApplicationScoped
public class PerformerNewsService {
    private final TaskRepository tasks;
    private final TaskWriter writer;
    private final AuditTrail audit;
    private final Outbox outbox;

    PerformerNewsService(TaskRepository tasks, TaskWriter writer, AuditTrail audit, Outbox outbox) {
        this.tasks = tasks;
        this.writer = writer;
        this.audit = audit;
        this.outbox = outbox;
    }

    /// What came of what was told.
    public sealed interface Told {
        /// The Task says it now.
        record News() implements Told {}

        /// It was known already, or nobody works on the request any more.
        record Nothing() implements Told {}

        /// Only the Task's owner tells of its work; nothing was changed.
        record ByOther() implements Told {}
    }

    /// Moves the request's open Task and says in its business status what is new. News never go back:
    /// what is behind where the work stands changes nothing.
    ///
    /// @param requestId the request that is worked on
    /// @param wanted FHIR task-status; what the Task's state does not allow changes nothing
    /// @param words the business status
    /// @param caller who tells it: the Task's owner, where it has one
    @WithTransaction
    public Uni<Told> tell(String requestId, String wanted, String words, Caller caller) {
        return tasks.findOfRequest(requestId)
                .chain(found -> found.map(task -> judge(task, wanted, words, caller))
                        .orElseGet(() -> Uni.createFrom().item(new Told.Nothing())));
    }

    private Uni<Told> judge(TaskEntity task, String wanted, String words, Caller caller) {
        if (!task.owner.isEmpty() && !task.owner.equals(caller.organisation())) {
            return Uni.createFrom().item(new Told.ByOther());
        }
        return isNews(task, wanted)
                ? tell(task, wanted, words, caller)
                : Uni.createFrom().item(new Told.Nothing());
    }

    private static boolean isNews(TaskEntity task, String wanted) {
        var current = Fulfilment.of(task.status).orElseThrow();
        // What reached the performer of held work is news as well; it stays on hold.
        var isHeldWork = current instanceof Fulfilment.OnHold && wanted.equals(new Fulfilment.InProgress().code());
        return current.isOpen()
                && (isHeldWork
                        || task.status.equals(wanted)
                        || current.to(wanted).isPresent());
    }

    private Uni<Told> tell(TaskEntity task, String wanted, String words, Caller caller) {
        return writer.step(
                        task,
                        Fulfilment.of(wanted).orElseThrow(),
                        changed -> changed.setBusinessStatus(new CodeableConcept().setText(words)))
                .chain(Panache::getSession)
                .chain(session -> outbox.append(session, List.of(audit.message(caller, changeOf(task)))))
                .replaceWith(new Told.News());
    }

    private static AuditEntry changeOf(TaskEntity task) {
        return AuditEntry.change("U", "update", "Task", task.id(), task.patientId());
    }
}
