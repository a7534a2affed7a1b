package org.meridiandx.order.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.Hl7Segment;

/// One order of a message, with what belongs to it. Either of ORC and OBR may be an empty segment.
///
/// @param orc the group's own, else that of the group before: further OBR under one ORC are further
/// tests of the same order
/// @param segments the group's own, as they stand
/// @param specimens where specimens lead their orders (OML^O33, OML^O35): the one that this order is of,
/// with its OBX and SAC
///
/// **Source:** HL7 v2.5.1 chapter 4, OML^O21, OML^O33, OML^O35.
record OrderGroup(Hl7Segment orc, Hl7Segment obr, List<Hl7Segment> segments, List<Hl7Segment> specimens) {
    static final Hl7Segment NOTHING =
            Hl7Message.parse("MSH|^~\\&|\rZZZ|").first("ZZZ").orElseThrow();

    OrderGroup {
        segments = List.copyOf(segments);
        specimens = List.copyOf(specimens);
    }

    static List<OrderGroup> of(Hl7Message message, String triggerEvent) {
        var isSpecimenFirst = triggerEvent.equals("O33") || triggerEvent.equals("O35");
        var specimens = isSpecimenFirst ? leading(message) : List.<Hl7Segment>of();
        var announced = NOTHING;
        var groups = new ArrayList<OrderGroup>();
        for (var group : message.orderGroups()) {
            var next = isSpecimenFirst ? from(group) : List.<Hl7Segment>of();
            var own = group.subList(0, group.size() - next.size());
            announced = first(own, "ORC").orElse(announced);
            groups.add(new OrderGroup(announced, first(own, "OBR").orElse(NOTHING), own, specimens));
            specimens = next.isEmpty() ? specimens : next;
        }
        return groups;
    }

    /// What is told of the order: its own first, because a note belongs to what it follows.
    List<Hl7Segment> details() {
        var all = new ArrayList<>(segments);
        all.addAll(specimens);
        return all;
    }

    boolean isTest() {
        return obr != NOTHING;
    }

    private static List<Hl7Segment> leading(Hl7Message message) {
        return from(message.segments().stream()
                .takeWhile(segment -> !segment.is("ORC") && !segment.is("OBR"))
                .toList());
    }

    private static List<Hl7Segment> from(List<Hl7Segment> segments) {
        return segments.stream().dropWhile(segment -> !segment.is("SPM")).toList();
    }

    private static Optional<Hl7Segment> first(List<Hl7Segment> segments, String name) {
        return segments.stream().filter(segment -> segment.is(name)).findFirst();
    }
}
