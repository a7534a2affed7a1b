package org.meridiandx.result.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import org.meridiandx.access.Caller;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.hl7v2.mllp.MessageHandler;
import org.meridiandx.result.oru.OruAdmission;

/// Takes what comes over MLLP and HTTP. Large messages are mapped on a worker, so that one of them does not
/// hold up the others of its event loop.
@ApplicationScoped
class OruListener implements MessageHandler {
    private static final int LARGE_BYTES = 256 * 1024;
    private final IntakeService intake;
    private final Vertx vertx;

    OruListener(IntakeService intake, Vertx vertx) {
        this.intake = intake;
        this.vertx = vertx;
    }

    @Override
    public Uni<Acknowledgement> handle(ReceivedMessage message) {
        return handle(message, Sender.of(message.header()).caller());
    }

    /// @param by as whom the audit names the sender
    Uni<Acknowledgement> handle(ReceivedMessage message, Caller by) {
        return message.size() < LARGE_BYTES
                ? intake.take(message, OruAdmission.admit(message), by)
                : Uni.createFrom()
                        .completionStage(() -> vertx.getOrCreateContext()
                                .executeBlocking(() -> OruAdmission.admit(message), false)
                                .toCompletionStage())
                        .chain(admission -> intake.take(message, admission, by));
    }
}
