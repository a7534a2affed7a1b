package org.meridiandx.result.record.summary;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.directory.NamedPatient;
import org.meridiandx.result.record.summary.SummaryRepository.Kept;

/// Makes summaries: large ones on a worker, so that they do not hold up the others of their event loop.
@ApplicationScoped
class SummaryMaker {
    private static final int LARGE = 50;
    private final Vertx vertx;
    private final Clock clock;

    SummaryMaker(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    /// @param decisions one per row, in order
    Uni<Summary> of(NamedPatient patient, List<Kept> rows, List<AccessDecision> decisions) {
        return rows.size() < LARGE
                ? Uni.createFrom().item(() -> make(patient, rows, decisions))
                : Uni.createFrom()
                        .completionStage(() -> vertx.getOrCreateContext()
                                .executeBlocking(() -> make(patient, rows, decisions), false)
                                .toCompletionStage());
    }

    private Summary make(NamedPatient patient, List<Kept> rows, List<AccessDecision> decisions) {
        return SummaryWriter.of(patient, clock.instant(), rows, decisions);
    }
}
