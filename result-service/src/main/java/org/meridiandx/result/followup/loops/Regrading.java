package org.meridiandx.result.followup.loops;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.result.followup.critical.rules.Person;
import org.meridiandx.result.followup.rules.Mark;
import org.meridiandx.result.followup.rules.Urgency;

/// Grades a report again once its patient is known, by its lines as they are on record.
@ApplicationScoped
public class Regrading {
    private final LinesOnRecord lines;
    private final Grades grades;
    private final Loops loops;
    private final LoopEvents events;
    private final Outbox outbox;

    Regrading(LinesOnRecord lines, Grades grades, Loops loops, LoopEvents events, Outbox outbox) {
        this.lines = lines;
        this.grades = grades;
        this.loops = loops;
        this.events = events;
        this.outbox = outbox;
    }

    /// A later version is never graded below urgent: somebody may have heard of the earlier one.
    public Uni<Urgency> urgencyOf(SqlClient connection, Loop loop, Person person) {
        var least = loop.version() > 1 ? Urgency.URGENT : Urgency.ROUTINE;
        return lines.of(connection, loop.reportId())
                .map(found -> grades.of(found, person).urgency().orSooner(least));
    }

    /// Writes what the urgency is for certain, and tells of it.
    public Uni<Void> save(SqlClient connection, Loop graded, Instant now) {
        var mark = new Mark(now, LoopOpening.ITSELF, "");
        var step = new Step(
                graded.reportId(),
                graded.version(),
                "graded",
                mark,
                graded.urgency().code());
        return loops.save(connection, List.of(graded), List.of(step))
                .chain(() -> outbox.append(connection, List.of(events.changed(graded, "graded"))));
    }
}
