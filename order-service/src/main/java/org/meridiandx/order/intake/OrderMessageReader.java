package org.meridiandx.order.intake;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.Hl7Segment;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.order.intake.rules.OrderControl;
import org.meridiandx.order.intake.rules.Replacements;
import org.meridiandx.order.intake.rules.WorkNews;
import org.meridiandx.order.records.ContentDigest;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.RequestLimits;

/// Reads an order message into commands. Lenient: what is odd but clear is taken, what cannot be an
/// order for anybody is refused with its place.
@Singleton
class OrderMessageReader {
    private static final Set<String> MEDICATION = Set.of("RXO", "RXE", "RXD", "RXG", "RXA", "RXC");

    OrderMessage read(ReceivedMessage received) {
        var sender = Sender.of(received.header());
        var message = received.message();
        var pid = message.first("PID").orElse(OrderGroup.NOTHING);
        var patient = OrderPatient.of(pid, sender);
        var problems = new ArrayList<AckProblem>();
        var commands = commands(message, received, sender, patient);
        if (message.first("PID").isEmpty()) {
            problems.add(AckProblem.error(
                    AckProblem.Location.of("PID", 0),
                    Hl7Error.SEGMENT_SEQUENCE,
                    "The message has no PID: an order must say for whom it is. Send it again with the patient."));
        }
        if (message.segments("PID").size() > 1) {
            problems.add(AckProblem.error(
                    AckProblem.Location.of("PID", 0),
                    Hl7Error.SEGMENT_SEQUENCE,
                    "The message has several patients. Send one message for each patient."));
        }
        checkGroups(message, commands, problems);
        commands.forEach(command -> checkLimits(command, problems));
        return new OrderMessage(sender, patient, commands, problems);
    }

    private static void checkGroups(Hl7Message message, List<OrderCommand> commands, List<AckProblem> problems) {
        var medication = message.segments().stream()
                .filter(segment -> MEDICATION.contains(segment.name()))
                .findFirst();
        medication.ifPresent(segment -> problems.add(AckProblem.error(
                segment.at(1),
                Hl7Error.UNSUPPORTED_EVENT_CODE,
                "This is a medication order; laboratory and imaging orders are taken here (OBR).")));
        if (commands.isEmpty()) {
            problems.add(AckProblem.error(
                    AckProblem.Location.of("ORC", 0),
                    Hl7Error.SEGMENT_SEQUENCE,
                    "The message has no order: neither ORC nor OBR. Send at least one order group."));
        }
    }

    private static void checkLimits(OrderCommand command, List<AckProblem> problems) {
        RequestLimits.problems(command.request())
                .forEach(problem ->
                        problems.add(AckProblem.error(command.location(), Hl7Error.DATA_TYPE, problem.detail())));
    }

    private List<OrderCommand> commands(
            Hl7Message message, ReceivedMessage received, Sender sender, OrderPatient patient) {
        var mapper = new OrderGroupMapper(sender, received.receivedAt(), patient);
        var before = beforeOrders(message);
        var groups = OrderGroup.of(message, received.header().triggerEvent());
        var replacements =
                Replacements.of(groups.stream().map(OrderMessageReader::control).toList());
        var commands = new ArrayList<OrderCommand>();
        for (var i = 0; i < groups.size(); i++) {
            var group = groups.get(i);
            var request = mapper.map(group.orc(), group.obr(), group.details(), before);
            var replaced =
                    replacements.replacedBy(i).stream().map(commands::get).toList();
            commands.add(command(group, request, replacements.controlOf(i), replaced));
        }
        return commands;
    }

    private static OrderControl control(OrderGroup group) {
        return OrderControl.of(
                group.orc().value(1).orElse(""), group.orc().value(5).orElse(""));
    }

    private static OrderCommand command(
            OrderGroup group, ServiceRequest request, OrderControl control, List<OrderCommand> replaced) {
        var orc = group.orc();
        var numbers = RequestFacts.of(request).numbers();
        return new OrderCommand(
                control,
                WorkNews.of(orc.value(1).orElse(""), orc.value(5).orElse(""), isSampleReceived(group)),
                request,
                // Without the time: a resend is known later too.
                ContentDigest.of(request.copy().setAuthoredOn(null)),
                request.hasPerformer(),
                replaced,
                numbers.placer(),
                OrderGroupMapper.isPlacerBySender(orc, group.obr()),
                numbers.filler(),
                group.isTest(),
                group.segments().getFirst().at(1));
    }

    /// <- SPM-18, OBR-14
    private static boolean isSampleReceived(OrderGroup group) {
        return group.obr().value(14).isPresent()
                || group.details().stream()
                        .anyMatch(segment ->
                                segment.is("SPM") && segment.value(18).isPresent());
    }

    private static List<Hl7Segment> beforeOrders(Hl7Message message) {
        return message.segments().stream()
                .takeWhile(segment -> !segment.is("ORC") && !segment.is("OBR"))
                .filter(segment -> segment.is("AL1") || segment.is("DG1") || segment.is("NTE"))
                .toList();
    }
}
