package org.meridiandx.result.matching;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.directory.OrderAnswer;
import org.meridiandx.directory.OrderDirectoryClient;
import org.meridiandx.directory.OrderQuery;
import org.meridiandx.directory.PatientAnswer;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.result.filing.OrderLink;
import org.meridiandx.result.filing.PatientRef;

/// Finds the patient and the order of a result. An answer that does not come is an outcome, not a
/// failure: the result is taken all the same and waits.
@ApplicationScoped
public class Directories {
    private final PatientDirectoryClient patients;
    private final OrderDirectoryClient orders;

    Directories(PatientDirectoryClient patients, OrderDirectoryClient orders) {
        this.patients = patients;
        this.orders = orders;
    }

    public Uni<PatientMatch> findPatient(PatientQuery query) {
        return patients.find(query).map(Directories::matchOf);
    }

    /// @return empty where no order, or no single one, answers to the numbers, or nobody can say
    public Uni<Optional<OrderLink>> findOrder(OrderQuery query) {
        return orders.find(query).map(Directories::linkOf);
    }

    private static PatientMatch matchOf(PatientAnswer answer) {
        return switch (answer) {
            case PatientAnswer.Found found ->
                new PatientMatch.Found(new PatientRef(
                        found.patientId(), found.nhsNumber(), found.recordedPatientId(), found.standingVersion()));
            case PatientAnswer.Unknown ignored -> new PatientMatch.Unknown();
            case PatientAnswer.Conflict ignored -> new PatientMatch.Conflict();
            case PatientAnswer.Unreachable ignored -> new PatientMatch.Unreachable();
        };
    }

    private static Optional<OrderLink> linkOf(OrderAnswer answer) {
        return switch (answer) {
            case OrderAnswer.Found found -> Optional.of(linkOf(found.order()));
            case OrderAnswer.Unknown ignored -> Optional.empty();
            case OrderAnswer.Ambiguous ignored -> Optional.empty();
            case OrderAnswer.Unreachable ignored -> Optional.empty();
        };
    }

    private static OrderLink linkOf(OrderRef order) {
        return new OrderLink(
                order.getOrderId(),
                order.getPlacerNumber(),
                order.getFillerNumber(),
                order.getAccessionNumber(),
                order.getRequester(),
                order.getPerformer());
    }
}
