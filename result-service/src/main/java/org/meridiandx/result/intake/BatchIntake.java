package org.meridiandx.result.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Batch;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.hl7v2.ReceivedMessage;

/// Batches, over HTTP and MLLP alike: each message is taken, or not, for itself, one after the
/// other, and the answer is a batch of their acknowledgements.
///
/// **Source:** HL7 v2.5.1 chapter 2.10.3.
@ApplicationScoped
class BatchIntake {
    static final int MOST_MESSAGES = 2_000;
    private final Clock clock;
    private final int maxMessageBytes;

    BatchIntake(
            Clock clock,
            @ConfigProperty(name = "meridian.mllp.max-message-bytes", defaultValue = "20971520") int maxMessageBytes) {
        this.clock = clock;
        this.maxMessageBytes = maxMessageBytes;
    }

    int maxMessageBytes() {
        return maxMessageBytes;
    }

    /// @param take what is done with each message; a failure of it is one of that message
    Uni<byte[]> take(
            BatchEnvelope envelope,
            Hl7Batch batch,
            ReceivedMessage.Peer peer,
            Function<ReceivedMessage, Uni<Acknowledgement>> take) {
        return Multi.createFrom()
                .iterable(batch.messages())
                .onItem()
                .transformToUniAndConcatenate(bytes -> takeOne(bytes, peer, take))
                .collect()
                .asList()
                .map(done -> envelope.around(done, clock.instant(), controlId()));
    }

    /// @return the acknowledgement; empty where MSH-15 and MSH-16 want none
    Uni<Optional<byte[]>> takeOne(
            byte[] bytes, ReceivedMessage.Peer peer, Function<ReceivedMessage, Uni<Acknowledgement>> take) {
        var message = ReceivedMessage.of(bytes, peer, clock.instant());
        var refusal = refusal(message);
        var answer = refusal.isPresent()
                ? Uni.createFrom().item(refusal.get())
                : Uni.createFrom()
                        .deferred(() -> take.apply(message))
                        .onFailure()
                        .recoverWithItem(Acknowledgement::tryLater);
        return answer.map(said -> said.encode(message, clock.instant(), controlId()));
    }

    /// What MLLP refuses by itself.
    private Optional<Acknowledgement> refusal(ReceivedMessage message) {
        var header = message.header();
        if (message.size() > maxMessageBytes) {
            return Optional.of(Acknowledgement.reject(AckProblem.error(
                    AckProblem.Location.MESSAGE,
                    Hl7Error.VALUE_TOO_LONG,
                    "The message is larger than " + maxMessageBytes + " bytes.")));
        }
        if (!message.isReadable()
                || header.controlId().isEmpty()
                || header.messageCode().isEmpty()) {
            return Optional.of(Acknowledgement.error(AckProblem.error(
                    AckProblem.Location.of("MSH", header.controlId().isEmpty() ? 10 : 9),
                    Hl7Error.REQUIRED_FIELD_MISSING,
                    "MSH-9 and MSH-10 say what the message is and which: send both.")));
        }
        return Optional.empty();
    }

    private static String controlId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }
}
