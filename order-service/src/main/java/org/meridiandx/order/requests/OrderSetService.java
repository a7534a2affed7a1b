package org.meridiandx.order.requests;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hl7.fhir.r4.model.RequestGroup;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.groups.GroupWriter;
import org.meridiandx.order.groups.rules.GroupStatus;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Places the requests of a set together, with their envelope: all of them or none.
@ApplicationScoped
public class OrderSetService {
    private final PlacementService placement;
    private final GroupWriter groups;
    private final RequestEvents events;

    OrderSetService(PlacementService placement, GroupWriter groups, RequestEvents events) {
        this.placement = placement;
        this.groups = groups;
        this.events = events;
    }

    /// Places a set in one transaction, events and audit of each member included. Safe to repeat: a
    /// repeat with the same requisition and content has no second effect.
    ///
    /// @return fails with [ProblemException] 409 where a member's number is in use; then nothing was
    /// placed
    @WithTransaction
    public Uni<PlaceSetResult> place(PlaceSet command) {
        return Panache.getSession()
                .chain(session -> groups.reserve(session, command.requisition())
                        .chain(there -> there.map(kept -> repeated(kept, command))
                                .orElseGet(() -> placeNew(session, command))));
    }

    private static Uni<PlaceSetResult> repeated(GroupWriter.Kept kept, PlaceSet command) {
        var isSame = kept.contentDigest().equals(command.contentDigest()) && concerns(kept, command.caller());
        return Uni.createFrom()
                .item(isSame ? new PlaceSetResult.Existing(kept.resource()) : new PlaceSetResult.Duplicate());
    }

    private static boolean concerns(GroupWriter.Kept kept, Caller caller) {
        return kept.resource().organisations().contains(caller.organisation())
                || caller.role().equals("loader");
    }

    private Uni<PlaceSetResult> placeNew(Mutiny.Session session, PlaceSet command) {
        var placers = command.members().stream()
                .map(member -> RequestFacts.of(member.request()).numbers().placer())
                .toList();
        return placement
                .reserve(placers)
                .chain(() -> placeMembers(command))
                .chain(members -> open(session, command, members))
                .map(PlaceSetResult.Placed::new);
    }

    private Uni<List<ServiceRequest>> placeMembers(PlaceSet command) {
        return Multi.createFrom()
                .iterable(command.members())
                .onItem()
                .transformToUniAndConcatenate(member -> placement.place(member).map(result -> placed(member, result)))
                .collect()
                .asList();
    }

    private static ServiceRequest placed(PlaceRequest member, PlaceRequestResult result) {
        if (result instanceof PlaceRequestResult.Placed) {
            return member.request();
        }
        throw ProblemException.of(
                ProblemCode.DUPLICATE,
                "A number of one of these requests names a request that is there already. Nothing was placed; leave"
                        + " that one out, or give it a number of its own.",
                "RequestGroup.contained");
    }

    private Uni<StoredResource> open(Mutiny.Session session, PlaceSet command, List<ServiceRequest> members) {
        var group = command.group();
        var statuses =
                members.stream().map(member -> RequestFacts.of(member).status()).toList();
        group.setStatus(RequestGroup.RequestStatus.fromCode(GroupStatus.of(statuses)));
        group.setSubject(members.getFirst().getSubject().copy());
        for (var i = 0; i < members.size(); i++) {
            var id = members.get(i).getIdElement().getIdPart();
            group.getAction().get(i).getResource().setReference("ServiceRequest/" + id);
        }
        return groups.open(session, group, members, command.contentDigest())
                .call(stored -> events.tell(session, List.of(events.audited(command.caller(), created(stored)))));
    }

    private static AuditEntry created(StoredResource group) {
        return AuditEntry.change("C", "create", "RequestGroup", group.id(), group.patientId());
    }
}
