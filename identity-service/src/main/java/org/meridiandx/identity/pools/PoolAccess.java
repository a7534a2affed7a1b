package org.meridiandx.identity.pools;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Parameters;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.identity.organisations.OrganisationService;
import org.meridiandx.identity.relationships.GroundConfig;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Who may change pools, and what they may be given.
///
/// A member comes to see the patient's record as one who treats them. So only who treats them may
/// pass it on: by the registered practice, an admission or another's order, and not only by a part in
/// the order. An emergency, what the patient permitted, and another pool's work are not passed on.
///
/// **Hazard:** a made-up order that opens a record to a friend by way of a pool.
@ApplicationScoped
class PoolAccess {
    private static final Pattern OF_OTHER_ISSUER = Pattern.compile("Practitioner/[0-9a-f]{8}\\.[A-Za-z0-9-]{1,55}");
    private static final Set<String> MANAGERS = Set.of("radiologist", "patient-administration");
    private static final Set<String> ASSIGNERS = Set.of("clinician", "radiologist", "patient-administration");
    private final Access access;
    private final PoolService pools;
    private final OrganisationService organisations;
    private final GroundConfig config;
    private final Clock clock;

    PoolAccess(Access access, PoolService pools, OrganisationService organisations, GroundConfig config, Clock clock) {
        this.access = access;
        this.pools = pools;
        this.organisations = organisations;
        this.config = config;
        this.clock = clock;
    }

    /// @throws ProblemException 403
    void requireManager(Caller caller) {
        access.requireScopeForAll(caller, Action.UPDATE, "Patient");
        if (!MANAGERS.contains(caller.role()) || caller.organisation().isEmpty()) {
            throw denied("This is for the roles radiologist and patient-administration.");
        }
    }

    /// @throws ProblemException 403
    void requireAssigner(Caller caller, Action action) {
        access.requireScopeForAll(caller, action, "Patient");
        if (!ASSIGNERS.contains(caller.role()) || caller.organisation().isEmpty()) {
            throw denied("This is for the roles clinician, radiologist and patient-administration.");
        }
    }

    /// @return fails with 422 where nobody of that code is registered
    Uni<Void> requireRegistered(PoolMember member) {
        return organisations
                .isRegistered(new OdsCode(member.organisation()))
                .invoke(known -> {
                    if (!known) {
                        throw ProblemException.of(
                                ProblemCode.BUSINESS_RULE,
                                "No organisation of this ODS code is registered in this region.",
                                "organisation");
                    }
                })
                .replaceWithVoid();
    }

    /// A person is in the directory, or is whom a client of the region stands for. People of another issuer than
    /// the directory's are in no list here; their names have a dot (ADR 015).
    ///
    /// @return fails with 422 where the person is not known
    Uni<Void> requireKnown(PoolMember member) {
        if (member.person().isEmpty()
                || OF_OTHER_ISSUER.matcher(member.person()).matches()) {
            return Uni.createFrom().voidItem();
        }
        return pools.isKnown(member)
                .invoke(known -> {
                    if (!known) {
                        throw ProblemException.of(
                                ProblemCode.BUSINESS_RULE,
                                "Nobody of this id is in the directory of this region. GET Practitioner finds them.",
                                "practitioner");
                    }
                })
                .replaceWithVoid();
    }

    /// What a pool is to be given, once the caller may.
    ///
    /// @return fails with 403 as any other refusal of a record, 422 where the order is not known
    Uni<Assignment> permitted(Caller caller, UUID poolId, Parameters asked) {
        var focus = PoolParameters.focusIn(asked);
        var named = PoolParameters.patientIn(asked);
        var now = clock.instant();
        var until = PoolParameters.untilIn(asked, now, now.plus(config.reportingPool()));
        return orderOf(caller, focus, named)
                .call(order -> access.require(
                        caller, AccessRequest.of(Action.UPDATE, focus.type(), order.patientId(), Set.of())))
                .call(order -> requireTreating(caller, order.patientId()))
                .map(order -> new Assignment(
                        UUID.randomUUID(), poolId, focus, order.patientId(), now, earlier(until, order.until())));
    }

    /// What a pool is given with an order ends with it at the latest.
    private static Instant earlier(Instant until, Optional<Instant> ofOrder) {
        return ofOrder.filter(end -> end.isBefore(until)).orElse(until);
    }

    private Uni<PoolRepository.OpenOrder> orderOf(Caller caller, Assignment.Focus focus, Optional<String> named) {
        if (focus.type().equals("ImagingStudy")) {
            var patientId = named.orElseThrow(() ->
                    ProblemException.of(ProblemCode.MISSING_VALUE, "Name the patient of the ImagingStudy.", "patient"));
            return Uni.createFrom().item(new PoolRepository.OpenOrder(patientId, Optional.empty()));
        }
        if (named.isPresent()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE, "An order has its patient: leave patient out.", "patient");
        }
        return pools.openOrder(caller, focus.id())
                .map(found -> found.orElseThrow(() -> ProblemException.of(
                        ProblemCode.BUSINESS_RULE,
                        "Your organisation neither asked for this order nor performs it, or it has ended. Right after it was"
                                + " placed, try again.",
                        "focus")));
    }

    private Uni<Void> requireTreating(Caller caller, String patientId) {
        return pools.treats(caller, patientId)
                .invoke(treats -> {
                    if (!treats) {
                        throw denied(
                                "Your organisation sees this patient's record for another's sake, and cannot pass it on."
                                        + " Ask the organisation that treats the patient.");
                    }
                })
                .replaceWithVoid();
    }

    private static ProblemException denied(String detail) {
        return ProblemException.of(ProblemCode.ACCESS_DENIED, detail);
    }
}
