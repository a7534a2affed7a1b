package org.meridiandx.order.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Segment;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.order.intake.rules.OrderReply;

/// The answer to a message that was read: an `ACK`, or order by order where the sender asks for an
/// application acknowledgement (MSH-16) or is set up so.
///
/// **Source:** HL7 v2.5.1 chapter 2.9.3 (enhanced mode) and chapter 4: ORR^O02, ORL^O22, ORL^O34, ORL^O36, ORG^O20.
/// Fields are given back as they were sent, in the sender's own separators.
@ApplicationScoped
class OrderAnswers {
    private static final Set<String> CONDITIONS = Set.of("AL", "ER", "SU");
    private static final Map<String, Type> TYPES = Map.of(
            "O01", new Type("ORR", "O02"),
            "O19", new Type("ORG", "O20"),
            "O21", new Type("ORL", "O22"),
            "O33", new Type("ORL", "O34"),
            "O35", new Type("ORL", "O36"));
    private final Set<String> byOrder;

    OrderAnswers(AnswerConfig config) {
        this.byOrder = config.byOrder().orElse(Set.of());
    }

    private record Type(String code, String event) {}

    /// A message is taken whole or not: no order of a refused one was done.
    Acknowledgement to(ReceivedMessage received, IntakeAnswer answer) {
        var undone = Set.copyOf(answer.undone());
        var problems = answer.problems();
        return switch (answer.verdict()) {
            case AA -> complete(Acknowledgement.accepted(problems), received, ordinal -> !undone.contains(ordinal));
            case AE -> complete(new Acknowledgement.Error(problems), received, ordinal -> false);
            case AR -> new Acknowledgement.Reject(problems);
        };
    }

    private Acknowledgement complete(Acknowledgement plain, ReceivedMessage received, IntPredicate isDone) {
        var header = received.header();
        var isAsked = CONDITIONS.contains(header.applicationAcknowledgement()) || byOrder.contains(received.sender());
        if (!isAsked) {
            return plain;
        }
        var type = TYPES.getOrDefault(header.triggerEvent(), new Type("ORR", "O02"));
        return plain.with(new Acknowledgement.Content(
                type.code, type.event, type.code + "_" + type.event, segments(received, isDone)));
    }

    private static List<String> segments(ReceivedMessage received, IntPredicate isDone) {
        var message = received.message();
        var separator = received.header().fieldSeparator();
        var lines = new ArrayList<String>();
        message.first("PID").ifPresent(pid -> lines.add(line(separator, pid, 1, 2, 3, 5)));
        var groups = OrderGroup.of(message, received.header().triggerEvent());
        var specimens = List.<Hl7Segment>of();
        for (var ordinal = 0; ordinal < groups.size(); ordinal++) {
            var group = groups.get(ordinal);
            if (!group.specimens().equals(specimens)) {
                specimens = group.specimens();
                specimens.stream()
                        .filter(segment -> segment.is("SPM") || segment.is("SAC"))
                        .forEach(segment -> lines.add(line(separator, segment, 1, 2, 3, 4)));
            }
            lines.add(orc(separator, group, isDone.test(ordinal)));
            if (group.isTest()) {
                lines.add(line(separator, group.obr(), 1, 2, 3, 4));
            }
        }
        return lines;
    }

    /// ORC-1 what became of it; ORC-2 and ORC-3 (else those of the OBR), ORC-4 as sent.
    private static String orc(char separator, OrderGroup group, boolean isDone) {
        var orc = group.orc();
        return String.join(
                String.valueOf(separator),
                "ORC",
                OrderReply.to(orc.value(1).orElse(""), isDone),
                numbered(group, 2),
                numbered(group, 3),
                orc.raw(4));
    }

    private static String numbered(OrderGroup group, int field) {
        var own = group.orc().raw(field);
        return own.isEmpty() ? group.obr().raw(field) : own;
    }

    /// Some fields of a segment, as sent.
    private static String line(char separator, Hl7Segment segment, int... fields) {
        var line = new StringBuilder(segment.name());
        var next = 1;
        for (var field : fields) {
            line.repeat(separator, field - next + 1).append(segment.raw(field));
            next = field + 1;
        }
        return line.toString();
    }
}
