package org.meridiandx.hl7v2.mllp;

import io.smallrye.mutiny.Uni;
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
}
