package org.meridiandx.order.justification;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.order.catalogue.CatalogueInForce;
import org.meridiandx.order.guidance.ContentFiles;
import org.meridiandx.order.guidance.GuidanceService;
import org.meridiandx.order.guidance.coding.CodeTableReader;
import org.meridiandx.order.guidance.coding.RequestCodes;
import org.meridiandx.order.guidance.rules.Completeness;
import org.meridiandx.order.guidance.rules.facts.Truth;
import org.meridiandx.order.guidance.rules.record.Checked;
import org.meridiandx.order.guidance.rules.record.PatientRecord;
import org.meridiandx.order.guidance.rules.record.PriorResult;
import org.meridiandx.order.guidance.rules.record.Seal;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What IR(ME)R asks of a request for ionising imaging: that it is whole before it is placed, and
/// that it stays known what it was justified by. docs/adr/027.
@Singleton
public class JustificationService {
    private static final Set<ServiceRequestStatus> UNDER_WAY =
            Set.of(ServiceRequestStatus.ACTIVE, ServiceRequestStatus.ONHOLD);
    private static final String BY_MESSAGE = "The region's record was not looked at: the order came by message.";
    private static final String NOT_KNOWN =
            "The region's record was not looked at: it is not known whether the examination uses ionising radiation.";

    private final GuidanceService guidance;
    private final ImagingRequest reader;
    private final JustificationRepository records;

    /// @throws org.meridiandx.order.guidance.rules.facts.ContentException where the codes cannot be
    ///     used: then the service does not start
    JustificationService(GuidanceService guidance, CatalogueInForce catalogue, JustificationRepository records) {
        this.guidance = guidance;
        this.records = records;
        var table = CodeTableReader.read(
                ContentFiles.shipped("codes.yaml"), guidance.content().vocabulary());
        this.reader = new ImagingRequest(new RequestCodes(table), catalogue);
    }

    /// Looks at requests that somebody places or amends, whose patients are known and decided about.
    /// What was found goes with each until it is written.
    ///
    /// @return fails with [ProblemException] 422 that names all that is missing. That the record
    ///     cannot be looked at is no failure: it is kept that it was not
    public Uni<Void> consider(List<ServiceRequest> requests, Caller caller) {
        return Multi.createFrom()
                .iterable(requests)
                .filter(JustificationService::isAsked)
                .onItem()
                .transformToUniAndConcatenate(request -> consider(request, caller))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private static boolean isAsked(ServiceRequest request) {
        return UNDER_WAY.contains(request.getStatus())
                && RequestFacts.categoryOf(request)
                        .filter(IdentifierSystems.CATEGORY_IMAGING::equals)
                        .isPresent();
    }

    private Uni<Void> consider(ServiceRequest request, Caller caller) {
        var alone = alone(request, caller, NOT_KNOWN);
        if (alone.completeness().ionising() != Truth.TRUE) {
            alone.attachTo(request);
            return Uni.createFrom().voidItem();
        }
        requireWhole(alone, request);
        return look(caller, RequestFacts.of(request).patient().patientId())
                .invoke(looked -> considered(alone.said(), looked, caller).attachTo(request))
                .replaceWithVoid();
    }

    /// The record of a patient, or why it was not looked at.
    private record Looked(Optional<PatientRecord> record, List<String> unchecked) {}

    private Uni<Looked> look(Caller caller, String patientId) {
        return guidance.record(caller, patientId)
                .map(record -> new Looked(Optional.of(record), List.of()))
                .onFailure(ProblemException.class)
                .recoverWithItem(refused -> new Looked(Optional.empty(), List.of(reasonOf(refused))));
    }

    private static String reasonOf(Throwable refused) {
        var isAway = ((ProblemException) refused).problem().code() == ProblemCode.UNAVAILABLE;
        return "The region's record was not looked at: "
                + (isAway ? "it could not be asked." : "the sender may not read it.");
    }

    private Considered alone(ServiceRequest request, Caller caller, String unchecked) {
        return considered(reader.read(request, caller), new Looked(Optional.empty(), List.of(unchecked)), caller);
    }

    private Considered considered(ImagingRequest.Said said, Looked looked, Caller caller) {
        var unchecked = new ArrayList<>(looked.unchecked());
        var record = looked.record().map(there -> with(said.results(), there, unchecked));
        var known =
                record.isPresent() || said.results().isEmpty() ? record : Optional.of(only(said.results(), unchecked));
        var assessed = guidance.assess(known, said.facts());
        return new Considered(
                caller,
                said,
                assessed,
                unchecked,
                known.map(JustificationService::seals).orElse(Map.of()));
    }

    /// The record with what the request brings along.
    private static PatientRecord with(List<PriorResult> sent, PatientRecord record, List<String> unchecked) {
        if (sent.isEmpty()) {
            return record;
        }
        if (record.results() instanceof Checked.NotChecked<PriorResult>(var reason)) {
            unchecked.add(reason);
        }
        var all = new ArrayList<>(sent);
        all.addAll(record.results().all());
        return new PatientRecord(record.person(), new Checked.Answered<>(all), record.studies());
    }

    private static PatientRecord only(List<PriorResult> sent, List<String> unchecked) {
        var nobody = new PatientRecord.Person("", "", Optional.empty(), Optional.empty(), true);
        var reason = unchecked.removeFirst();
        return new PatientRecord(nobody, new Checked.Answered<>(sent), new Checked.NotChecked<>(reason));
    }

    private static Map<String, Seal> seals(PatientRecord record) {
        var seals = new HashMap<String, Seal>();
        record.results().all().forEach(result -> seals.put("Observation/" + result.id(), result.seal()));
        record.studies().all().forEach(study -> seals.put("ImagingStudy/" + study.id(), study.seal()));
        return seals;
    }

    /// Only whoever asks can say what is missing; what is loaded was asked elsewhere.
    ///
    /// **Hazard:** an exposure that nobody could justify.
    private static void requireWhole(Considered considered, ServiceRequest request) {
        var caller = considered.caller();
        var isRequesters = RequestFacts.of(request).requester().equals(caller.organisation());
        if (!isRequesters || caller.role().equals("loader")) {
            return;
        }
        var problems = considered.missing().stream()
                .flatMap(missing -> problem(missing).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
    }

    private static Optional<Problem> problem(Completeness.Missing missing) {
        return switch (missing.item()) {
            case REFERRER ->
                missing.names("referrer_name")
                        ? Optional.of(refused(
                                "It names no referrer: give the person as requester (PractitionerRole with"
                                        + " practitioner and organization), or sign in as that person.",
                                "ServiceRequest.requester"))
                        : Optional.empty();
            case CLINICAL_INFORMATION ->
                Optional.of(refused(
                        "It gives no clinical information: say in reasonCode or note what is asked and why.",
                        "ServiceRequest.reasonCode"));
            case PREGNANCY_STATUS, PREVIOUS_IMAGING -> Optional.empty();
        };
    }

    private static Problem refused(String words, String expression) {
        return Problem.of(
                ProblemCode.BUSINESS_RULE,
                "A request for imaging with ionising radiation (IR(ME)R) is not placed like this. " + words
                        + " It can be kept as a draft.",
                expression);
    }

    /// To be called before a request is written: what is missing is marked on it. One that nobody
    /// looked at, because it came by HL7 v2, is judged by itself.
    public void mark(ServiceRequest request, Caller caller) {
        var considered = isAsked(request)
                ? Considered.of(request).or(() -> Optional.of(alone(request, caller, BY_MESSAGE)))
                : Optional.<Considered>empty();
        considered.ifPresent(each -> each.attachTo(request));
        RequestMarks.setMissing(request, considered.map(Considered::missing).orElse(List.of()));
    }

    /// What was missing of a request that is over is no work any more.
    public void follow(ServiceRequest request) {
        if (!UNDER_WAY.contains(request.getStatus())) {
            RequestMarks.setMissing(request, List.of());
        }
    }

    /// What is missing of a marked request that only its sender can say: codes of items.
    public List<String> unjustifiable(ServiceRequest request) {
        return Considered.of(request).stream()
                .flatMap(considered -> considered.missing().stream())
                .filter(missing -> problem(missing).isPresent())
                .map(missing -> missing.item().code())
                .toList();
    }

    /// Keeps what a version of a request was justified by, in the transaction that writes it. To be
    /// called after [#mark].
    ///
    /// @param event `placed` or `amended`
    public Uni<Void> keep(Mutiny.Session session, ServiceRequest request, String event) {
        return Considered.of(request)
                .filter(Considered::isExposure)
                .map(considered -> records.add(
                        session,
                        JustificationRecord.of(request, considered, event, guidance.told(considered.assessed()))))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /// Notes with the requests concerned what came of a card.
    public Uni<Void> settled(UUID card) {
        return records.addAdvice(card);
    }
}
