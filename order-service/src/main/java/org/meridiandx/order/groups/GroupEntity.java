package org.meridiandx.order.groups;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.RequestGroup;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.StoredRow;

/// A row of request_group: the FHIR JSON and its index columns. Its patient is that of its requests.
@Entity
@Table(name = "request_group")
@SuppressWarnings("NullAway.Init")
class GroupEntity extends StoredRow {
    @Column(name = "content_digest")
    String contentDigest;

    String status;
    String requester;

    @Column(name = "requisition_system")
    String requisitionSystem;

    String requisition;

    @Column(name = "authored_on")
    OffsetDateTime authoredOn;

    /// The first version of a group, which has its id and version 1.
    ///
    /// @param members its requests, at least one
    static GroupEntity of(RequestGroup group, List<ServiceRequest> members, String contentDigest) {
        var entity = new GroupEntity();
        var facts = RequestFacts.of(members.getFirst());
        var named = new TreeSet<String>();
        members.forEach(member -> named.addAll(RequestFacts.of(member).organisations()));
        entity.begin(group);
        entity.contentDigest = contentDigest;
        entity.concern(facts, named);
        entity.requester = facts.requester();
        entity.requisitionSystem = facts.numbers().requisition().system();
        entity.requisition = facts.numbers().requisition().value();
        entity.authoredOn = group.getAuthoredOn().toInstant().atOffset(ZoneOffset.UTC);
        entity.take(group);
        return entity;
    }

    /// Takes over a changed group, which has its new version and time already.
    final void take(RequestGroup group) {
        keep(group);
        status = group.getStatus().toCode();
    }

    /// Lets a changed request of the group concern those whom it names now; others keep it.
    ///
    /// @return whether that is anybody new
    final boolean involve(ServiceRequest member) {
        return involve(RequestFacts.of(member).organisations());
    }

    RequestGroup toGroup() {
        return resource(RequestGroup.class);
    }
}
