package org.meridiandx.result.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.meridiandx.access.Caller;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Batch;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.hl7v2.mllp.MessageHandler;
import org.meridiandx.result.codes.CodeService;
import org.meridiandx.result.feeds.FeedMeter;
import org.meridiandx.result.oru.OruAdmission;
import org.meridiandx.result.resources.ResourceColumns;

/// Takes what comes over MLLP and HTTP. Large messages are mapped on a worker, so that one of them
/// does not hold up the others of its event loop.
@ApplicationScoped
class OruListener implements MessageHandler {
    private static final int LARGE_BYTES = 256 * 1024;
    private final IntakeService intake;
    private final CodeService codes;
    private final FeedMeter feeds;
    private final BatchIntake batches;
    private final Vertx vertx;

    OruListener(IntakeService intake, CodeService codes, FeedMeter feeds, BatchIntake batches, Vertx vertx) {
        this.intake = intake;
        this.batches = batches;
        this.codes = codes;
        this.feeds = feeds;
        this.vertx = vertx;
    }

    @Override
    public Uni<Acknowledgement> handle(ReceivedMessage message) {
        return handle(message, Sender.of(message.header()).caller());
    }

    /// One that holds no message, or too many, is refused as a whole.
    @Override
    public Optional<Uni<byte[]>> handleBatch(ReceivedMessage frame) {
        Hl7Batch batch;
        try {
            batch = Hl7Batch.split(frame.raw(), BatchIntake.MOST_MESSAGES);
        } catch (IllegalArgumentException tooMany) {
            return Optional.empty();
        }
        return batch.messages().isEmpty()
                ? Optional.empty()
                : BatchEnvelope.of(frame.raw(), batch)
                        .map(envelope -> batches.take(envelope, batch, frame.peer(), this::handle));
    }

    /// @param by as whom the audit names the sender
    Uni<Acknowledgement> handle(ReceivedMessage message, Caller by) {
        return admit(message).chain(admission -> take(Arrived.of(message, by), admission));
    }

    /// A message of another form that was mapped to the same drafts.
    Uni<Acknowledgement> take(Arrived message, OruAdmission admission) {
        var at = message.columns().receivedAt().toInstant();
        return file(message, admission)
                .invoke(answer -> feeds.count(
                        message.sender(), at, answer instanceof Acknowledgement.Accepted, delay(at, admission)));
    }

    /// A message that is kept already: it is not counted again, nor kept again where it is refused.
    Uni<Acknowledgement> again(ReceivedMessage message, Caller by) {
        return admit(message).chain(admission -> switch (admission) {
            case OruAdmission.Refused refused -> Uni.createFrom().item(refused.answer());
            case OruAdmission.Admitted ignored -> file(Arrived.of(message, by), admission);
        });
    }

    private Uni<OruAdmission> admit(ReceivedMessage message) {
        return message.size() < LARGE_BYTES
                ? Uni.createFrom().item(() -> OruAdmission.admit(message))
                : Uni.createFrom()
                        .completionStage(() -> vertx.getOrCreateContext()
                                .executeBlocking(() -> OruAdmission.admit(message), false)
                                .toCompletionStage());
    }

    private Uni<Acknowledgement> file(Arrived message, OruAdmission admission) {
        return switch (admission) {
            case OruAdmission.Refused ignored -> intake.take(message, admission);
            case OruAdmission.Admitted admitted ->
                codes.translate(admitted.draft()).chain(() -> intake.take(message, admission));
        };
    }

    /// From the first sample to the receipt <- SPM-17 or OBR-7.
    private static Optional<Duration> delay(Instant receivedAt, OruAdmission admission) {
        if (!(admission instanceof OruAdmission.Admitted admitted)) {
            return Optional.empty();
        }
        return admitted.draft().patients().stream()
                .flatMap(patient -> patient.reports().stream())
                .map(report -> ResourceColumns.time(report.json().path("effectiveDateTime")))
                .filter(time -> time != null)
                .map(time -> time.toInstant())
                .min(Instant::compareTo)
                .map(first -> Duration.between(first, receivedAt));
    }
}
