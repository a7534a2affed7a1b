package org.meridiandx.order.requests;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.order.groups.GroupWriter;
import org.meridiandx.order.justification.JustificationService;
import org.meridiandx.order.records.Organisations;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.Stamps;
import org.meridiandx.order.records.StatusReason;
import org.meridiandx.order.requests.rules.OrderNumbers;
import org.meridiandx.order.tasks.TaskWriter;
import org.meridiandx.outbox.OutboundMessage;

/// Writes a request with all that belongs to it: numbers, task, events and audit, in the caller's
/// transaction.
@Singleton
class RequestWriter {
    /// The interaction that makes a request sensitive.
    static final String LABEL = "label";
    private static final String PLACER_SYSTEM = "urn:meridian:placer";
    private final RequestRepository requests;
    private final RequestEvents events;
    private final Followers followers;
    private final Stamps stamps;

    RequestWriter(RequestRepository requests, Followers followers, RequestEvents events, Stamps stamps) {
        this.requests = requests;
        this.events = events;
        this.followers = followers;
        this.stamps = stamps;
    }

    /// What is written with a request.
    @Singleton
    static class Followers {
        private final TaskWriter tasks;
        private final GroupWriter groups;
        private final JustificationService justifications;

        Followers(TaskWriter tasks, GroupWriter groups, JustificationService justifications) {
            this.tasks = tasks;
            this.groups = groups;
            this.justifications = justifications;
        }
    }

    /// A change that is to be told.
    ///
    /// @param interaction FHIR restful-interaction or operation, for the audit
    /// @param reason why, where a reason belongs to the change
    /// @param reportId the report that completed it; empty otherwise
    record Change(Caller caller, String interaction, CodeableConcept reason, String reportId) {
        static Change of(Caller caller, String interaction) {
            return new Change(caller, interaction, new CodeableConcept(), "");
        }

        /// Whether it says something else than before, and not only where it stands.
        boolean isContent() {
            return interaction.equals("update");
        }
    }

    /// What a request was before its change.
    ///
    /// @param isBegun whether work begins with the change: an order that was held when it came was nobody's yet
    private record Before(String status, boolean wasUnmatched, boolean isBegun) {}

    /// Writes a new request: id, first version, missing numbers.
    Uni<RequestEntity> insert(Mutiny.Session session, PlaceRequest command, String id) {
        var request = command.request();
        return isNumbered(request)
                ? write(session, command, id)
                : freeNumber(session, request)
                        .invoke(number -> assignNumbers(request, number))
                        .chain(() -> write(session, command, id));
    }

    /// Whether it came with all numbers that it needs: most do, and nothing has to be looked for.
    private static boolean isNumbered(ServiceRequest request) {
        return RequestFacts.identifier(request, IdentifierSystems.TYPE_PLACER).isPresent() && !needsAccession(request);
    }

    private static boolean needsAccession(ServiceRequest request) {
        return RequestFacts.categoryOf(request)
                        .filter(IdentifierSystems.CATEGORY_IMAGING::equals)
                        .isPresent()
                && RequestFacts.identifier(request, IdentifierSystems.TYPE_ACCESSION)
                        .isEmpty();
    }

    private Uni<Long> freeNumber(Mutiny.Session session, ServiceRequest request) {
        return requests.nextNumber(session)
                .chain(number -> requests.isTaken(
                                session,
                                new RequestFacts.Number(PLACER_SYSTEM, OrderNumbers.placer(number)),
                                OrderNumbers.accession(assignerOf(request), number))
                        .chain(isTaken -> isTaken
                                ? freeNumber(session, request)
                                : Uni.createFrom().item(number)));
    }

    /// Who performs, else who asks, gives the accession number.
    private static String assignerOf(ServiceRequest request) {
        var facts = RequestFacts.of(request);
        return facts.performer().isEmpty() ? facts.requester() : facts.performer();
    }

    private Uni<RequestEntity> write(Mutiny.Session session, PlaceRequest command, String id) {
        var request = command.request();
        stamps.first(request, id);
        followers.justifications.mark(request, command.caller());
        var entity = RequestEntity.of(request, command.contentDigest());
        return Uni.combine()
                .all()
                .unis(
                        requests.add(session, entity, request),
                        openTask(session, entity, request),
                        events.tell(session, toldOfNew(entity, command.caller())))
                .discardItems()
                .chain(() -> followers.justifications.keep(session, request, "placed"))
                .replaceWith(entity);
    }

    private static void assignNumbers(ServiceRequest request, long number) {
        if (RequestFacts.identifier(request, IdentifierSystems.TYPE_PLACER).isEmpty()) {
            request.addIdentifier(
                    RequestFacts.identifier(IdentifierSystems.TYPE_PLACER, PLACER_SYSTEM, OrderNumbers.placer(number)));
        }
        if (needsAccession(request)) {
            var assigner = assignerOf(request);
            var accession = RequestFacts.identifier(
                    IdentifierSystems.TYPE_ACCESSION,
                    "urn:meridian:accession",
                    OrderNumbers.accession(assigner, number));
            if (!assigner.isEmpty()) {
                accession.setAssigner(Organisations.reference(assigner));
            }
            request.addIdentifier(accession);
        }
    }

    private Uni<?> openTask(Mutiny.Session session, RequestEntity entity, ServiceRequest request) {
        return entity.status.equals("active")
                ? followers.tasks.open(session, request, Optional.empty())
                : Uni.createFrom().voidItem();
    }

    private List<OutboundMessage> toldOfNew(RequestEntity entity, Caller caller) {
        var told = new ArrayList<OutboundMessage>();
        // An order for nobody known makes no relationship; it is told when its patient is found.
        if (entity.status.equals("active") && !entity.patientId().isEmpty()) {
            told.add(events.placed(entity));
        }
        told.add(events.audited(
                caller, AuditEntry.change("C", "create", "ServiceRequest", entity.id(), entity.patientId())));
        return told;
    }

    /// Writes a changed request: next version, what its task does with it, and what is told.
    Uni<RequestEntity> update(Mutiny.Session session, RequestEntity entity, ServiceRequest request, Change change) {
        var previous = entity.status;
        var wasUnmatched = entity.patientId().isEmpty();
        request.setId(entity.id());
        stamps.version(request, entity.version() + 1);
        if (change.isContent()) {
            followers.justifications.mark(request, change.caller());
        } else {
            followers.justifications.follow(request);
        }
        entity.take(request);
        return requests.save(session, entity, request)
                .call(() -> followers.justifications.keep(session, request, "amended"))
                .call(() -> followers.groups.follow(session, request))
                .call(() -> moveTask(session, entity, request, change)
                        .chain(isBegun -> isPlacedNow(session, entity, new Before(previous, wasUnmatched, isBegun)))
                        .chain(isBegun -> events.tell(
                                session,
                                toldOfChange(entity, request, new Before(previous, wasUnmatched, isBegun), change))));
    }

    /// An order that was held while its patient was not known, and got its patient while it was
    /// held, has a task and was told to nobody: it is placed when it is released.
    private Uni<Boolean> isPlacedNow(Mutiny.Session session, RequestEntity entity, Before before) {
        var isReleased = before.status().equals("on-hold")
                && entity.status.equals("active")
                && !entity.patientId().isEmpty();
        return isReleased && !before.isBegun()
                ? requests.wasActiveOfSomebody(session, entity).map(wasTold -> !wasTold)
                : Uni.createFrom().item(before.isBegun());
    }

    /// @return whether work begins with this change
    private Uni<Boolean> moveTask(Mutiny.Session session, RequestEntity entity, ServiceRequest request, Change change) {
        if (change.interaction().equals(LABEL)) {
            return followers.tasks.follow(session, request);
        }
        if (entity.status.equals("revoked") || entity.status.equals("entered-in-error")) {
            return followers.tasks.cancel(entity.id(), change.reason()).replaceWith(false);
        }
        if (entity.status.equals("completed")) {
            return change.reportId().isEmpty()
                    ? Uni.createFrom().item(false)
                    : followers.tasks.complete(entity.id(), change.reportId()).replaceWith(false);
        }
        return followers.tasks.follow(session, request);
    }

    private List<OutboundMessage> toldOfChange(
            RequestEntity entity, ServiceRequest request, Before before, Change change) {
        var told = new ArrayList<OutboundMessage>();
        var previous = before.status();
        var wasUnmatched = before.wasUnmatched();
        var isPlaced = entity.status.equals("active") && (before.isBegun() || wasUnmatched);
        if (!entity.patientId().isEmpty()) {
            if (isPlaced) {
                told.add(events.placed(entity));
            } else {
                told.add(events.changed(entity, previous, StatusReason.of(request)));
            }
            if (entity.status.equals("completed") && !previous.equals("completed")) {
                told.add(events.completed(entity, change.reportId()));
            }
        }
        told.add(events.audited(
                change.caller(),
                AuditEntry.change("U", change.interaction(), "ServiceRequest", entity.id(), entity.patientId())));
        return told;
    }
}
