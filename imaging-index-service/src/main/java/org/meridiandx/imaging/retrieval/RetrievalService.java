package org.meridiandx.imaging.retrieval;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.imaging.retrieval.RetrievalRepository.Header;
import org.meridiandx.imaging.retrieval.RetrievalRepository.HeldStudy;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Finds what an address names, if the caller may see it, and puts the disclosure on record.
///
/// Reports and other documents that are kept beside the images are to patients, and to who acts for them, as if they
/// did not exist: what a report says they are shown by result-service, once it is released (ADR 036).
@ApplicationScoped
class RetrievalService {
    private static final String RESOURCE = "ImagingStudy";
    private final RetrievalRepository repository;
    private final Access access;
    private final AuditTrail audit;
    private final WhereaboutsGuard guard;

    RetrievalService(RetrievalRepository repository, Access access, AuditTrail audit, WhereaboutsGuard guard) {
        this.repository = repository;
        this.access = access;
        this.audit = audit;
        this.guard = guard;
    }

    /// @return at least one instance, those marked that are to be given without what tells where their
    ///     patient is; fails with 403, 404 or 503
    Uni<List<KeptInstance>> instances(Caller caller, Selection selection) {
        return open(caller, selection)
                .chain(study -> repository
                        .instances(study, selection, isShownDocuments(caller))
                        .invoke(RetrievalService::requireSome)
                        .chain(found -> marked(study, found))
                        .call(found -> disclose(caller, study, "retrieve")));
    }

    private Uni<List<KeptInstance>> marked(HeldStudy study, List<KeptInstance> found) {
        return isToBeHidden(study, found.stream().anyMatch(KeptInstance::tellsWhereabouts))
                .map(hidden -> hidden
                        ? found
                        : found.stream().map(KeptInstance::ofUnrestricted).toList());
    }

    private Uni<List<Header>> shown(HeldStudy study, List<Header> found) {
        return isToBeHidden(study, found.stream().anyMatch(Header::tellsWhereabouts))
                .map(hidden ->
                        hidden ? found.stream().map(Header::withoutWhereabouts).toList() : found);
    }

    private static boolean isShownDocuments(Caller caller) {
        return !caller.role().equals("patient");
    }

    private Uni<Boolean> isToBeHidden(HeldStudy study, boolean isTold) {
        return isTold ? guard.isRestricted(study.patientId()) : Uni.createFrom().item(false);
    }

    /// @return at least one header; fails with 403, 404 or 503
    Uni<List<Header>> headers(Caller caller, Selection selection) {
        return open(caller, selection)
                .chain(study -> repository
                        .headers(study, selection, isShownDocuments(caller))
                        .invoke(RetrievalService::requireSome)
                        .chain(found -> shown(study, found))
                        .call(found -> disclose(caller, study, "retrieve-metadata")));
    }

    /// A study that is not here is asked about like one that is, so that the answer to who has no
    /// part in it tells nobody which it is.
    private Uni<HeldStudy> open(Caller caller, Selection selection) {
        access.requireScope(caller, Action.READ, RESOURCE);
        return repository.study(selection).chain(found -> {
            var study = found.orElse(HeldStudy.NONE);
            return requireAccess(caller, study).map(allowed -> found.orElseThrow(RetrievalService::notFound));
        });
    }

    private Uni<Void> requireAccess(Caller caller, HeldStudy study) {
        var question = AccessRequest.of(Action.READ, RESOURCE, study.patientId(), study.organisations())
                .labelled(study.labels());
        return access.decide(caller, List.of(question)).chain(decisions -> switch (decisions.getFirst()) {
            // Images cannot be shown in part: what tells who and where they are is in the files.
            case AccessDecision.Allowed allowed when allowed.isMasked() -> refuse(caller, study, "masked");
            case AccessDecision.Allowed allowed -> Uni.createFrom().voidItem();
            case AccessDecision.Denied(var reason) -> refuse(caller, study, reason);
        });
    }

    private Uni<Void> refuse(Caller caller, HeldStudy study, String reason) {
        var entry = AuditEntry.denied("retrieve", RESOURCE, study.id(), study.patientId(), reason);
        return audit.record(caller, List.of(entry))
                .onItem()
                .failWith(() -> ProblemException.of(
                        ProblemCode.ACCESS_DENIED,
                        "There is no such study here, or the caller has no relationship with its patient that"
                                + " allows it. An order, a registration or an admission makes one."));
    }

    private Uni<Void> disclose(Caller caller, HeldStudy study, String interaction) {
        var entry = new AuditEntry("R", interaction, "ok", "", RESOURCE, List.of(study.id()), study.patientId(), "");
        return audit.record(caller, List.of(entry));
    }

    private static void requireSome(List<?> found) {
        if (found.isEmpty()) {
            throw notFound();
        }
    }

    private static ProblemException notFound() {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no such study, series or instance here.");
    }
}
