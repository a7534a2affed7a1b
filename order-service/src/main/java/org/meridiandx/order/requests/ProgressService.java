package org.meridiandx.order.requests;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.order.requests.rules.RequestStatus;
import org.meridiandx.outbox.Inbox;

/// Moves requests on by what other services tell: images are there, the report is final.
///
/// Each fact has its effect once (inbox), in any order: images that come after the report are added
/// to the finished task, a later version of a report leaves a completed request as it is.
@ApplicationScoped
public class ProgressService {
    static final Caller REGION = new Caller(
            "order-service", "", "system", Optional.empty(), Optional.empty(), "direct-care", new Scopes(List.of()));
    private final RequestRepository requests;
    private final RequestWriter writer;
    private final TaskWriter tasks;
    private final Inbox inbox;

    ProgressService(RequestRepository requests, RequestWriter writer, TaskWriter tasks, Inbox inbox) {
        this.requests = requests;
        this.writer = writer;
        this.tasks = tasks;
        this.inbox = inbox;
    }

    /// What an event did here.
    public enum Effect {
        APPLIED,
        /// The event had its effect before, or changes nothing any more.
        REPEATED,
        /// There is no such order here.
        UNKNOWN_ORDER,
        /// The numbers name several orders; nothing is guessed.
        AMBIGUOUS_ORDER,
        /// The order was cancelled or withdrawn; it stays so.
        CLOSED_ORDER
    }

    /// By what an event names an order; absent texts are empty.
    public record OrderKey(
            String topic,
            String eventId,
            String orderId,
            String accession,
            String filler,
            String placer,
            String patientId,
            String code) {}

    /// Images of the order are in the region's index.
    @WithTransaction
    public Uni<Effect> imagesAvailable(OrderKey key, String imagingStudyId) {
        return Panache.getSession()
                .chain(session -> inbox.accept(session, key.topic(), key.eventId())
                        .chain(isFirst -> isFirst ? find(key) : Uni.createFrom().item(new Found(Effect.REPEATED, "")))
                        .chain(found -> found.effect() == Effect.APPLIED
                                ? addImages(found.id(), imagingStudyId)
                                : Uni.createFrom().item(found.effect())));
    }

    private Uni<Effect> addImages(String id, String imagingStudyId) {
        return requests.findToChange(id)
                .chain(found -> tasks.imagesAvailable(found.orElseThrow(), imagingStudyId))
                .map(isNew -> isNew ? Effect.APPLIED : Effect.REPEATED);
    }

    /// A final (or amended, corrected) report of the order is there.
    @WithTransaction
    public Uni<Effect> reportFinal(OrderKey key, String reportId) {
        return Panache.getSession()
                .chain(session -> inbox.accept(session, key.topic(), key.eventId())
                        .chain(isFirst -> isFirst ? find(key) : Uni.createFrom().item(new Found(Effect.REPEATED, "")))
                        .chain(found -> found.effect() == Effect.APPLIED
                                ? complete(session, found.id(), reportId)
                                : Uni.createFrom().item(found.effect())));
    }

    private Uni<Effect> complete(Mutiny.Session session, String id, String reportId) {
        return requests.findToChange(id).chain(found -> {
            var entity = found.orElseThrow();
            if (entity.status.equals("completed")) {
                return tasks.complete(entity, reportId).replaceWith(Effect.REPEATED);
            }
            var next = RequestStatus.of(entity.status).flatMap(current -> current.to("completed"));
            if (next.isEmpty()) {
                return Uni.createFrom().item(Effect.CLOSED_ORDER);
            }
            var request = entity.toServiceRequest();
            request.setStatus(ServiceRequestStatus.COMPLETED);
            var change =
                    new RequestWriter.Change(REGION, "complete", new org.hl7.fhir.r4.model.CodeableConcept(), reportId);
            return writer.update(session, entity, request, change).replaceWith(Effect.APPLIED);
        });
    }

    private record Found(Effect effect, String id) {}

    /// The order id decides; else accession, filler and placer number, each within the patient.
    private Uni<Found> find(OrderKey key) {
        return by("id", key.orderId(), key)
                .chain(found -> found.isEmpty() ? by("accessionNumber", key.accession(), key) : item(found))
                .chain(found -> found.isEmpty() ? by("fillerNumber", key.filler(), key) : item(found))
                .chain(found -> found.isEmpty() ? by("placerNumber", key.placer(), key) : item(found))
                .map(found -> one(found, key));
    }

    private static <T> Uni<T> item(T item) {
        return Uni.createFrom().item(item);
    }

    private Uni<List<RequestEntity>> by(String column, String value, OrderKey key) {
        if (value.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return requests.find(column + " = ?1 and (?2 = '' or patientId = ?2)", value, key.patientId())
                .page(0, 20)
                .list();
    }

    /// Tests that share a number are told apart by their code, as order groups of HL7 v2 are.
    private static Found one(List<RequestEntity> found, OrderKey key) {
        var sameCode = found.size() < 2
                ? found
                : found.stream().filter(order -> order.code.equals(key.code())).toList();
        return switch (sameCode.size()) {
            case 0 -> new Found(found.isEmpty() ? Effect.UNKNOWN_ORDER : Effect.AMBIGUOUS_ORDER, "");
            case 1 -> new Found(Effect.APPLIED, sameCode.getFirst().id);
            default -> new Found(Effect.AMBIGUOUS_ORDER, "");
        };
    }
}
