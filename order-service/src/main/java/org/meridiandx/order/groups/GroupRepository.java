package org.meridiandx.order.groups;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.meridiandx.order.records.RequestFacts;

/// Rows of request_group with their members. To be called within a session.
@ApplicationScoped
class GroupRepository implements PanacheRepositoryBase<GroupEntity, String> {
    private static final String GROUP_OF = "select group_id from request_group_member where request_id = ?1";
    private static final String STATUSES = """
            select r.status from service_request r join request_group_member m on m.request_id = r.id
            where m.group_id = ?1""";
    private static final String ADD_MEMBERS = """
            insert into request_group_member (request_id, group_id)
            select unnest(string_to_array(?1, ' ')), ?2""";
    private static final String ADD_IDENTIFIER = """
            insert into request_group_identifier (resource_id, system, value) values (?1, ?2, ?3)
            on conflict do nothing""";
    private static final String LOCK = "select cast(pg_advisory_xact_lock(hashtextextended(?1, 42)) as text)";

    /// Makes two transactions about the same requisition wait for one another.
    Uni<Void> lock(Mutiny.Session session, RequestFacts.Number requisition) {
        return session.createNativeQuery(LOCK, String.class)
                .setParameter(1, "requisition|" + requisition.system() + "|" + requisition.value())
                .getSingleResult()
                .replaceWithVoid();
    }

    Uni<Optional<GroupEntity>> findByRequisition(RequestFacts.Number requisition) {
        return find("requisition = ?1 and requisitionSystem = ?2", requisition.value(), requisition.system())
                .firstResult()
                .map(Optional::ofNullable);
    }

    /// The group of a request, held until the transaction ends.
    Uni<Optional<GroupEntity>> findOfRequest(Mutiny.Session session, String requestId) {
        return session.createNativeQuery(GROUP_OF, String.class)
                .setParameter(1, requestId)
                .getSingleResultOrNull()
                .chain(id -> id == null
                        ? Uni.createFrom().item(Optional.empty())
                        : findById(id, LockModeType.PESSIMISTIC_WRITE).map(Optional::ofNullable));
    }

    Uni<List<String>> statusesOf(Mutiny.Session session, String groupId) {
        return session.createNativeQuery(STATUSES, String.class)
                .setParameter(1, groupId)
                .getResultList();
    }

    Uni<Void> addMembers(Mutiny.Session session, String groupId, List<String> requestIds) {
        return session.createNativeQuery(ADD_MEMBERS)
                .setParameter(1, String.join(" ", requestIds))
                .setParameter(2, groupId)
                .executeUpdate()
                .replaceWithVoid();
    }

    Uni<Void> addIdentifier(Mutiny.Session session, String groupId, RequestFacts.Number identifier) {
        return session.createNativeQuery(ADD_IDENTIFIER)
                .setParameter(1, groupId)
                .setParameter(2, identifier.system())
                .setParameter(3, identifier.value())
                .executeUpdate()
                .replaceWithVoid();
    }
}
