package org.meridiandx.order.tasks;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.meridiandx.outbox.PlainStatements;

/// Rows of task. To be called within a session.
@Singleton
class TaskRepository implements PanacheRepositoryBase<TaskEntity, String> {
    private static final String ADD = "insert into task (" + String.join(", ", TaskEntity.COLUMNS) + ") values ("
            + IntStream.rangeClosed(1, TaskEntity.COLUMNS.size())
                    .mapToObj(number -> "$" + number)
                    .collect(Collectors.joining(", "))
            + ")";
    private static final List<String> OPEN = List.of("requested", "accepted", "in-progress", "on-hold");

    /// Writes a new row. Plain SQL, because every order that is placed has one: it goes together with the order's.
    Uni<Void> add(Mutiny.Session session, TaskEntity task) {
        return PlainStatements.of(session).update(ADD, task.columns().toArray()).replaceWithVoid();
    }

    /// A row that is to be changed, held until the transaction ends.
    Uni<Optional<TaskEntity>> findToChange(String id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE).map(Optional::ofNullable);
    }

    /// The request's open task, else its newest; held until the transaction ends, because its performer
    /// may change it at the same moment.
    Uni<Optional<TaskEntity>> findOfRequest(String requestId) {
        return find("focusId = ?1 order by lastUpdated desc", requestId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list()
                .map(tasks -> tasks.stream()
                        .filter(task -> OPEN.contains(task.status))
                        .findFirst()
                        .or(() -> tasks.stream().findFirst()));
    }

    static boolean isOpen(TaskEntity task) {
        return OPEN.contains(task.status);
    }
}
