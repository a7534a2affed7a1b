package org.meridiandx.result.record.summary;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.directory.NamedPatient;
import org.meridiandx.result.record.summary.SummaryRepository.Kept;

/// Makes and writes summaries: large ones on a worker, so that they do not hold up the others of their event loop.
@ApplicationScoped
class SummaryMaker {
    private static final int LARGE = 50;
    private final Vertx vertx;
    private final Clock clock;

    SummaryMaker(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    /// A summary, and how it is written.
    @SuppressWarnings("ArrayRecordComponent")
    record Made(Summary summary, byte[] written) {
        @Override
        public String toString() {
            return "Made[" + summary + "]";
        }
    }

    /// @param decisions one per row, in order
    /// @param form how it is to be written
    Uni<Made> of(
            NamedPatient patient, List<Kept> rows, List<AccessDecision> decisions, Function<Summary, byte[]> form) {
        return rows.size() < LARGE
                ? Uni.createFrom().item(() -> make(patient, rows, decisions, form))
                : Uni.createFrom()
                        .completionStage(() -> vertx.getOrCreateContext()
                                .executeBlocking(() -> make(patient, rows, decisions, form), false)
                                .toCompletionStage());
    }

    private Made make(
            NamedPatient patient, List<Kept> rows, List<AccessDecision> decisions, Function<Summary, byte[]> form) {
        var summary = SummaryWriter.of(patient, clock.instant(), rows, decisions);
        return new Made(summary, form.apply(summary));
    }
}
