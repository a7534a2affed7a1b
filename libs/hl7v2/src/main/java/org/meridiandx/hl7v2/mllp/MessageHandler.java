package org.meridiandx.hl7v2.mllp;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.ReceivedMessage;

/// What a service does with a message.
@FunctionalInterface
public interface MessageHandler {

    /// Takes one message. Called on an event loop, on a duplicated context of its own that is marked safe:
    /// Hibernate Reactive and the reactive clients work, blocking does not. The next message of the same
    /// connection comes only after the answer to this one.
    ///
    /// The message begins with MSH, is a single one, and has MSH-9 and MSH-10; type, version and processing id
    /// are for the handler to judge. A resend of a message that was accepted but whose answer was lost must be
    /// accepted again without a second effect.
    ///
    /// @return the answer, once it is true: [Acknowledgement.Accepted] after commit. A failure, or an empty item,
    ///     becomes [Acknowledgement#tryLater()]; its text reaches neither the sender nor the log.
    Uni<Acknowledgement> handle(ReceivedMessage message);

    /// Takes a batch: a frame that begins with FHS or BHS. By default batches are refused (`AR`).
    ///
    /// Called as [#handle] is, which tells what a resend and a failure are.
    ///
    /// @param batch the frame; its header is empty
    /// @return the batch of acknowledgements, without a frame, once each is true; empty where
    ///     batches are not taken
    default Optional<Uni<byte[]>> handleBatch(ReceivedMessage batch) {
        return Optional.empty();
    }
}
