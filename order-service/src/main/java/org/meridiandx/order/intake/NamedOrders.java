package org.meridiandx.order.intake;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.directory.PatientAnswer;
import org.meridiandx.directory.Standing;
import org.meridiandx.feeds.Sender;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.intake.IntakeService.Arrival;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.Subject;
import org.meridiandx.order.requests.RequestService;

/// Finds the orders that an order group names.
///
/// The placer number with its assigner is certain. A laboratory that cancels names the order without
/// the assigner, or by its own number: then the number, one of the order's parties as the sender, and the
/// patient are so together. Numbers of several hospitals are alike, so that less than that decides nothing.
@ApplicationScoped
class NamedOrders {
    private final RequestService requests;

    NamedOrders(RequestService requests) {
        this.requests = requests;
    }

    /// What a group names.
    sealed interface Named {
        /// Orders by the placer number with its assigner.
        record Certain(List<StoredResource> orders) implements Named {
            public Certain {
                orders = List.copyOf(orders);
            }
        }

        /// The placer number with its assigner is that of another patient's order.
        record OfAnotherPatient() implements Named {}

        /// Orders that one of their parties names in its own way.
        record ByParty(List<StoredResource> orders) implements Named {
            public ByParty {
                orders = List.copyOf(orders);
            }
        }

        /// The number is that of orders here, but which is meant cannot be told.
        record Uncertain() implements Named {}

        /// No order here has such a number.
        record Nothing() implements Named {}
    }

    Uni<Named> find(OrderCommand command, Arrival arrival) {
        return patientOf(arrival)
                .chain(patientId -> find(command, arrival.message().sender(), patientId));
    }

    /// In force; empty while nobody can tell.
    private Uni<String> patientOf(Arrival arrival) {
        return arrival.finding().lookup() instanceof PatientAnswer.Found found
                ? requests.inForce(Subject.standingOf(found)).map(Standing::patientId)
                : Uni.createFrom().item("");
    }

    private Uni<Named> find(OrderCommand command, Sender sender, String patientId) {
        return command.hasNumber()
                ? requests.findByNumber(command.placer())
                        .chain(found -> found.isEmpty()
                                ? findByParty(command, sender, patientId)
                                : Uni.createFrom().item(certain(found, command, patientId)))
                : findByParty(command, sender, patientId);
    }

    /// A number that was mistyped must not cancel or hold what another patient waits for.
    private static Named certain(List<StoredResource> found, OrderCommand command, String patientId) {
        var isOther = found.stream()
                .map(StoredResource::patientId)
                .anyMatch(of -> !patientId.isEmpty() && !of.isEmpty() && !of.equals(patientId));
        return isOther ? new Named.OfAnotherPatient() : new Named.Certain(narrowByTest(found, command));
    }

    private Uni<Named> findByParty(OrderCommand command, Sender sender, String patientId) {
        var party = sender.odsCode();
        var placer = command.isPlacerBySender() ? command.placer().value() : "";
        return party.isEmpty() || (placer.isEmpty() && command.filler().isEmpty())
                ? Uni.createFrom().item(new Named.Nothing())
                : requests.findOfParty(placer, command.filler(), party.get().value())
                        .map(found -> found.isEmpty() ? new Named.Nothing() : decide(found, command, patientId));
    }

    private static Named decide(List<StoredResource> found, OrderCommand command, String patientId) {
        var ofPatient = found.stream()
                .filter(order -> !patientId.isEmpty() && order.patientId().equals(patientId))
                .toList();
        var byFiller = prefer(
                ofPatient,
                order -> numbersOf(order).filler().equals(command.filler())
                        && !command.filler().isEmpty());
        var named = narrowByTest(byFiller, command);
        var isOne = named.stream()
                        .map(order -> numbersOf(order).placer())
                        .distinct()
                        .count()
                == 1;
        return isOne ? new Named.ByParty(named) : new Named.Uncertain();
    }

    /// Of several tests under one number, the one that the group names.
    private static List<StoredResource> narrowByTest(List<StoredResource> orders, OrderCommand command) {
        var code = RequestFacts.of(command.request()).code();
        return command.isTest() ? prefer(orders, order -> factsOf(order).code().equals(code)) : orders;
    }

    private static List<StoredResource> prefer(List<StoredResource> orders, Predicate<StoredResource> wanted) {
        if (orders.size() < 2) {
            return orders;
        }
        var some = orders.stream().filter(wanted).toList();
        return some.isEmpty() ? orders : some;
    }

    private static RequestFacts.Numbers numbersOf(StoredResource order) {
        return factsOf(order).numbers();
    }

    private static RequestFacts factsOf(StoredResource order) {
        return RequestFacts.of(FhirJson.read(order.content(), ServiceRequest.class));
    }
}
