package org.meridiandx.order.requests;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.directory.Standing;
import org.meridiandx.fhir.SecurityLabels;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.records.ChangeResult;
import org.meridiandx.order.records.OrderLabels;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.StatusReason;
import org.meridiandx.order.records.Subject;
import org.meridiandx.order.requests.rules.RequestStatus;
import org.meridiandx.order.tasks.TaskService;
import org.meridiandx.order.tasks.TaskWriter;
import org.meridiandx.problem.ProblemCode;

/// Amends, cancels, completes and matches requests. Each method is one transaction, events and
/// audit included; all are safe to repeat after a technical failure, because nothing of a failed
/// one stays.
@ApplicationScoped
public class RequestService {
    private static final int MOST_TESTS = 200;
    static final Caller REGION = new Caller(
            "order-service", "", "system", Optional.empty(), Optional.empty(), "direct-care", new Scopes(List.of()));
    private final RequestRepository requests;
    private final RequestWriter writer;
    private final PatientsInForce patients;
    private final TaskWriter tasks;
    private final TaskService work;

    RequestService(
            RequestRepository requests,
            RequestWriter writer,
            PatientsInForce patients,
            TaskWriter tasks,
            TaskService work) {
        this.requests = requests;
        this.writer = writer;
        this.patients = patients;
        this.tasks = tasks;
        this.work = work;
    }

    /// Finds the requests that have a placer number: one, or the tests of one order of HL7 v2. Each has
    /// the patient in force.
    @WithSession
    public Uni<List<StoredResource>> findByNumber(RequestFacts.Number placer) {
        return Panache.getSession()
                .chain(session ->
                        requests.findByIdentifier(session, placer, MOST_TESTS).chain(found -> inForce(session, found)));
    }

    /// Finds the requests that one of their parties may mean by a number without its assigner, each with
    /// the patient in force. Their patient is to be compared: numbers of several assigners are alike.
    ///
    /// @param placer or empty
    /// @param filler or empty
    /// @param party ODS code of the requester or performer
    @WithSession
    public Uni<List<StoredResource>> findOfParty(String placer, String filler, String party) {
        return Panache.getSession()
                .chain(session -> requests.findOfParty(placer, filler, party, MOST_TESTS)
                        .chain(found -> inForce(session, found)));
    }

    /// The patient in force of a record, in the transaction that compares it with those of requests: what
    /// was heard of it may be of before a merge.
    @WithSession
    public Uni<Standing> inForce(Standing heard) {
        return Panache.getSession().chain(session -> patients.of(session, heard));
    }

    private Uni<List<StoredResource>> inForce(Mutiny.Session session, List<RequestEntity> found) {
        return Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(entity -> patients.of(session, entity)
                        .map(patient -> entity.toStoredResource().ofPatient(patient.patientId())))
                .collect()
                .asList();
    }

    /// Takes an amended resource in the place of the stored one.
    ///
    /// @param id of the request
    /// @param seen the version that the caller has seen; empty when the sender knows none (HL7 v2)
    @WithTransaction
    public Uni<ChangeResult> amend(String id, OptionalInt seen, ServiceRequest amended, Caller caller) {
        return Panache.getSession()
                .chain(session -> requests.findToChange(id)
                        .chain(found -> found.map(entity -> amend(session, entity, seen, amended, caller))
                                .orElseGet(() -> Uni.createFrom().item(new ChangeResult.Missing()))));
    }

    private Uni<ChangeResult> amend(
            Mutiny.Session session, RequestEntity entity, OptionalInt seen, ServiceRequest amended, Caller caller) {
        if (isStale(entity, seen)) {
            return Uni.createFrom().item(new ChangeResult.Stale(entity.version()));
        }
        return patients.settle(session, amended)
                .chain(() -> patients.of(session, entity))
                .chain(patient -> amend(session, entity, patient, amended, caller));
    }

    private Uni<ChangeResult> amend(
            Mutiny.Session session, RequestEntity entity, Standing patient, ServiceRequest amended, Caller caller) {
        var refusal = Amendment.refuse(entity, patient, amended);
        if (refusal.isPresent()) {
            return Uni.createFrom().item(refusal.get());
        }
        return writer.update(session, entity, amended, RequestWriter.Change.of(caller, "update"))
                .map(changed -> new ChangeResult.Changed(changed.toStoredResource()));
    }

    private static boolean isStale(RequestEntity entity, OptionalInt seen) {
        return seen.isPresent() && seen.getAsInt() != entity.version();
    }

    /// Moves a request to another state, with the reason where one is due.
    ///
    /// @param seen the version that the caller has seen; empty for any
    /// @param wanted the state to reach; a step that the present state does not allow changes
    ///     nothing
    @WithTransaction
    public Uni<ChangeResult> move(
            String id, OptionalInt seen, RequestStatus wanted, CodeableConcept reason, Caller caller) {
        return Panache.getSession()
                .chain(session -> requests.findToChange(id)
                        .chain(found -> found.filter(entity -> !isStale(entity, seen))
                                .map(entity -> move(session, entity, wanted, reason, caller))
                                .orElseGet(() -> Uni.createFrom()
                                        .item(found.<ChangeResult>map(
                                                        entity -> new ChangeResult.Stale(entity.version()))
                                                .orElseGet(ChangeResult.Missing::new)))));
    }

    private Uni<ChangeResult> move(
            Mutiny.Session session, RequestEntity entity, RequestStatus wanted, CodeableConcept reason, Caller caller) {
        var current = RequestStatus.of(entity.status).orElseThrow();
        var next = current.to(wanted.code());
        if (next.isEmpty() || isActivation(current, next.get())) {
            return Uni.createFrom().item(new ChangeResult.Illegal(current.code(), current.allowed()));
        }
        var request = entity.toServiceRequest();
        request.setStatus(ServiceRequestStatus.fromCode(next.get().code()));
        StatusReason.set(request, reason);
        var interaction = interactionOf(current, next.get());
        return writer.update(session, entity, request, new RequestWriter.Change(caller, interaction, reason, ""))
                .map(changed -> new ChangeResult.Changed(changed.toStoredResource()));
    }

    /// A draft is sent by amending it, which checks it; nobody resumes what was never under way.
    private static boolean isActivation(RequestStatus current, RequestStatus next) {
        return current instanceof RequestStatus.Draft && next instanceof RequestStatus.Active;
    }

    private static String interactionOf(RequestStatus current, RequestStatus next) {
        return switch (next) {
            case RequestStatus.Revoked ignored -> "cancel";
            case RequestStatus.OnHold ignored -> "suspend";
            case RequestStatus.Active ignored when current instanceof RequestStatus.OnHold -> "resume";
            case RequestStatus.Active ignored -> "update";
            case RequestStatus.Draft ignored -> "update";
            case RequestStatus.Completed ignored -> "update";
            case RequestStatus.EnteredInError ignored -> "update";
        };
    }

    /// Gives an order that waited its patient; one that has a patient keeps it.
    ///
    /// @param also what is to be done in the same transaction
    @WithTransaction
    public Uni<Void> assignPatient(String id, Standing patient, Function<Mutiny.Session, Uni<Void>> also) {
        return Panache.getSession()
                .chain(session -> requests.findToChange(id)
                        .chain(found -> found.filter(
                                        entity -> entity.patientId().isEmpty())
                                .map(entity -> assign(session, entity, patient))
                                .orElseGet(() -> Uni.createFrom().voidItem()))
                        .chain(() -> also.apply(session)));
    }

    private Uni<Void> assign(Mutiny.Session session, RequestEntity entity, Standing patient) {
        var request = entity.toServiceRequest();
        Subject.name(request, patient);
        return patients.settle(session, request)
                .chain(() -> writer.update(session, entity, request, RequestWriter.Change.of(REGION, "match")))
                .replaceWithVoid();
    }

    /// Makes a request that is there as sensitive as what belongs to it, whatever its state. Labels are
    /// added and never taken away.
    @WithTransaction
    public Uni<Void> label(String id, Set<SecurityLabels.Label> labels) {
        return labels.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .chain(session ->
                                requests.findToChange(id).chain(found -> label(session, found.orElseThrow(), labels)));
    }

    private Uni<Void> label(Mutiny.Session session, RequestEntity entity, Set<SecurityLabels.Label> labels) {
        var request = entity.toServiceRequest();
        return OrderLabels.add(request.getMeta(), labels)
                ? writer.update(session, entity, request, RequestWriter.Change.of(REGION, RequestWriter.LABEL))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    /// What a final report did to a request.
    public enum Completion {
        COMPLETED,
        /// It was completed before; its Task names this report too now.
        COMPLETED_BEFORE,
        /// It was cancelled or withdrawn; it stays so.
        CLOSED
    }

    /// Completes a request that is there, because its report is.
    @WithTransaction
    public Uni<Completion> complete(String id, String reportId) {
        return Panache.getSession()
                .chain(session ->
                        requests.findToChange(id).chain(found -> complete(session, found.orElseThrow(), reportId)));
    }

    private Uni<Completion> complete(Mutiny.Session session, RequestEntity entity, String reportId) {
        if (entity.status.equals("completed")) {
            return tasks.complete(entity.id(), reportId).replaceWith(Completion.COMPLETED_BEFORE);
        }
        var next = RequestStatus.of(entity.status).flatMap(current -> current.to("completed"));
        if (next.isEmpty()) {
            return Uni.createFrom().item(Completion.CLOSED);
        }
        var request = entity.toServiceRequest();
        request.setStatus(ServiceRequestStatus.COMPLETED);
        var change = new RequestWriter.Change(REGION, "complete", new CodeableConcept(), reportId);
        return writer.update(session, entity, request, change).replaceWith(Completion.COMPLETED);
    }

    /// Tells a request that is there that its images are too.
    ///
    /// @return whether that is new
    @WithTransaction
    public Uni<Boolean> imagesAvailable(String id, String imagingStudyId) {
        return requests.findToChange(id)
                .chain(found -> tasks.imagesAvailable(found.orElseThrow().id(), imagingStudyId));
    }

    /// Opens a Task for an active request that has none open.
    ///
    /// @param identifier the sender's own identifier, if it gave one
    @WithTransaction
    public Uni<ChangeResult> openTask(String id, Optional<Identifier> identifier, Caller caller) {
        return requests.findToChange(id)
                .chain(found -> found.map(entity -> openTask(entity, identifier, caller))
                        .orElseGet(() -> Uni.createFrom().item(new ChangeResult.Missing())));
    }

    private Uni<ChangeResult> openTask(RequestEntity entity, Optional<Identifier> identifier, Caller caller) {
        return entity.status.equals("active")
                ? work.open(entity.toServiceRequest(), identifier, caller)
                : Uni.createFrom()
                        .item(new ChangeResult.Refused(
                                ProblemCode.ILLEGAL_TRANSITION,
                                "The request is " + entity.status + "; work is started on an active one.",
                                "Task.focus"));
    }
}
