package org.meridiandx.order.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.directory.PatientAnswer;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.hl7v2.mllp.MessageHandler;
import org.meridiandx.order.catalogue.RoutingService;
import org.meridiandx.order.intake.IntakeService.PatientFinding;
import org.meridiandx.telemetry.CorrelationIds;

/// From a received message to its answer: judge the type, read, route, find the patient, take, and
/// only then say so.
@Singleton
class OrderAdmission implements MessageHandler {
    private static final Set<String> TYPES = Set.of("ORM", "OML", "OMG");
    private static final Set<String> EVENTS = Set.of("O01", "O19", "O21", "O33", "O35", "");
    private final OrderMessageReader reader;
    private final PatientDirectoryClient patients;
    private final RoutingService routing;
    private final IntakeService intake;
    private final OrderAnswers answers;

    OrderAdmission(
            OrderMessageReader reader,
            PatientDirectoryClient patients,
            RoutingService routing,
            IntakeService intake,
            OrderAnswers answers) {
        this.reader = reader;
        this.patients = patients;
        this.routing = routing;
        this.intake = intake;
        this.answers = answers;
    }

    @Override
    public Uni<Acknowledgement> handle(ReceivedMessage received) {
        CorrelationIds.begin(Optional.empty());
        return admit(received).map(answer -> answers.to(received, answer));
    }

    private Uni<IntakeAnswer> admit(ReceivedMessage received) {
        var unsupported = unsupported(received);
        if (unsupported.isPresent()) {
            return intake.keepRefused(received, IntakeAnswer.rejected(unsupported.get()));
        }
        var message = reader.read(received);
        if (!message.problems().isEmpty()) {
            return intake.keepRefused(received, IntakeAnswer.refused(message.problems()));
        }
        return route(message)
                .chain(() -> find(message))
                .chain(finding -> intake.take(received, message, finding))
                .onFailure(RefusedMessageException.class)
                .recoverWithUni(refused -> intake.keepRefused(
                        received, IntakeAnswer.refused(((RefusedMessageException) refused).problems())));
    }

    private static Optional<AckProblem> unsupported(ReceivedMessage received) {
        var header = received.header();
        if (!TYPES.contains(header.messageCode())) {
            return Optional.of(AckProblem.error(
                    AckProblem.Location.of("MSH", 9),
                    Hl7Error.UNSUPPORTED_MESSAGE_TYPE,
                    "Orders are taken here: ORM, OML and OMG. Results go to result-service, ADT to identity-service."));
        }
        if (!EVENTS.contains(header.triggerEvent())) {
            return Optional.of(AckProblem.error(
                    AckProblem.Location.of("MSH", 9),
                    Hl7Error.UNSUPPORTED_EVENT_CODE,
                    "The events taken here are O01, O19, O21, O33 and O35."));
        }
        if (!header.version().isEmpty() && !header.version().startsWith("2")) {
            return Optional.of(AckProblem.error(
                    AckProblem.Location.of("MSH", 12),
                    Hl7Error.UNSUPPORTED_VERSION,
                    "HL7 versions 2.1 to 2.9 are taken here."));
        }
        return Optional.empty();
    }

    /// What names no performer gets one as an order over FHIR does, by codes of the sender's own too.
    private Uni<Void> route(OrderMessage message) {
        var sender = message.sender().odsCode().map(OdsCode::value).orElse("");
        return Multi.createFrom()
                .iterable(message.commands())
                .filter(OrderCommand::mayPlace)
                .onItem()
                .transformToUniAndConcatenate(command -> routing.complete(command.request(), sender))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /// With identity-service away an order is taken all the same, and waits for its patient like any other.
    private Uni<PatientFinding> find(OrderMessage message) {
        return patients.find(message.patient().identifiers())
                .map(lookup -> new PatientFinding(lookup, reasonOf(lookup)));
    }

    private static String reasonOf(PatientAnswer lookup) {
        return switch (lookup) {
            case PatientAnswer.Found ignored -> "";
            case PatientAnswer.Unknown ignored -> "unknown-patient";
            case PatientAnswer.Conflict ignored -> "patient-conflict";
            case PatientAnswer.Unreachable ignored -> "directory-away";
        };
    }
}
