package org.meridiandx.order.intake;

import java.util.List;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.AckProblem;

/// A message as read.
///
/// @param sender who sent it
/// @param patient for whom
/// @param commands its order groups in order
/// @param problems why it is refused; empty when it is not
record OrderMessage(Sender sender, OrderPatient patient, List<OrderCommand> commands, List<AckProblem> problems) {
    OrderMessage {
        commands = List.copyOf(commands);
        problems = List.copyOf(problems);
    }
}
