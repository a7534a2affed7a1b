package org.meridiandx.order.groups;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.RequestGroup;
import org.hl7.fhir.r4.model.RequestGroup.RequestStatus;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.groups.rules.GroupStatus;
import org.meridiandx.order.records.OrderLabels;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.Stamps;

/// Keeps the groups, within the transaction that places or moves their requests.
@ApplicationScoped
public class GroupWriter {
    private final GroupRepository groups;
    private final Stamps stamps;

    GroupWriter(GroupRepository groups, Stamps stamps) {
        this.groups = groups;
        this.stamps = stamps;
    }

    /// A group that is there, and what it was made from.
    public record Kept(StoredResource resource, String contentDigest) {}

    /// Finds the group of a requisition; those who place one with the same wait until this transaction
    /// ends.
    public Uni<Optional<Kept>> reserve(Mutiny.Session session, RequestFacts.Number requisition) {
        return groups.lock(session, requisition)
                .chain(() -> groups.findByRequisition(requisition))
                .map(found -> found.map(group -> new Kept(group.toStoredResource(), group.contentDigest)));
    }

    /// Writes a group whose requests have just been placed.
    ///
    /// @param group complete but for its id and version
    /// @param members as they are stored, in the order of its actions
    public Uni<StoredResource> open(
            Mutiny.Session session, RequestGroup group, List<ServiceRequest> members, String contentDigest) {
        stamps.first(group);
        var ids = members.stream().map(GroupWriter::idOf).toList();
        var entity = GroupEntity.of(group, members, contentDigest);
        return groups.persistAndFlush(entity)
                .chain(() -> groups.addMembers(session, entity.id(), ids))
                .chain(() -> addIdentifiers(session, entity.id(), group.getIdentifier()))
                .map(ignored -> entity.toStoredResource());
    }

    private static String idOf(ServiceRequest member) {
        return member.getIdElement().getIdPart();
    }

    private Uni<Void> addIdentifiers(Mutiny.Session session, String id, List<Identifier> identifiers) {
        return Multi.createFrom()
                .iterable(identifiers)
                .onItem()
                .transformToUniAndConcatenate(
                        identifier -> groups.addIdentifier(session, id, RequestFacts.numberOf(identifier)))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /// Lets the group of a request follow it, where it has one: its status, and at least as sensitive and
    /// known to as many as the request.
    ///
    /// @param request as it has just been written
    public Uni<Void> follow(Mutiny.Session session, ServiceRequest request) {
        return groups.findOfRequest(session, idOf(request))
                .chain(found -> found.map(group -> groups.statusesOf(session, group.id())
                                .chain(statuses -> take(group, GroupStatus.of(statuses), request)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> take(GroupEntity entity, String status, ServiceRequest request) {
        var group = entity.toGroup();
        var isSealed = OrderLabels.add(group.getMeta(), request.getMeta());
        var isInvolving = entity.involve(request);
        if (entity.status.equals(status) && !isSealed && !isInvolving) {
            return Uni.createFrom().voidItem();
        }
        group.setStatus(RequestStatus.fromCode(status));
        stamps.version(group, entity.version() + 1);
        entity.take(group);
        return groups.flush();
    }
}
