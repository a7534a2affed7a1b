package org.meridiandx.order.fhir;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.RequestGroup;
import org.hl7.fhir.r4.model.RequestGroup.RequestGroupActionComponent;
import org.hl7.fhir.r4.model.RequestGroup.RequestIntent;
import org.hl7.fhir.r4.model.RequestGroup.RequestStatus;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.records.OrderLabels;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Takes an order set apart: a RequestGroup that contains its requests, one for each action.
///
/// **Source:** FHIR R4 RequestGroup; NHS Pathology FHIR guide: one ServiceRequest for each test, tied by
/// `requisition`.
final class OrderSetReader {
    private static final int MOST_MEMBERS = 50;
    private static final int MOST_CONTAINED = 200;
    private static final long MOST_BYTES_COPIED = 8L << 20;
    private static final int MOST_STEPS = 3;
    private static final Pattern NAME = Pattern.compile("\"#([^\"]+)\"");

    private OrderSetReader() {}

    /// The requests of a set, in the order of its actions, each with what the set says for all; they are
    /// taken out of the group.
    ///
    /// @param group with its requisition; changed in place
    /// @throws ProblemException 422 naming what makes it no set
    static List<ServiceRequest> membersOf(RequestGroup group) {
        requireFlatAndActive(group);
        var contained = new TreeMap<String, Resource>();
        requireFew(group);
        for (var resource : group.getContained()) {
            if (contained.put(idOf(resource), resource) != null) {
                throw refused(
                        "Two contained resources have the same id. Give each one of its own.",
                        "RequestGroup.contained");
            }
        }
        var members = new ArrayList<ServiceRequest>();
        for (var action : group.getAction()) {
            var target = action.getResource().getReference();
            var isOurs = target != null
                    && target.startsWith("#")
                    && contained.get(target.substring(1)) instanceof ServiceRequest;
            if (!isOurs) {
                throw refused(
                        "Each action names a request that the set contains: resource with #id, each once.",
                        "RequestGroup.action.resource");
            }
            members.add((ServiceRequest) contained.remove(target.substring(1)));
            action.getResource().setResource(null);
        }
        if (contained.values().stream().anyMatch(ServiceRequest.class::isInstance)) {
            throw refused("The set contains a request that no action names.", "RequestGroup.contained");
        }
        group.setContained(new ArrayList<>(contained.values()));
        requireSmall(contained.values(), members.size());
        members.forEach(member -> complete(member, group, contained));
        return List.copyOf(members);
    }

    private static void requireFew(RequestGroup group) {
        if (group.getContained().size() > MOST_CONTAINED) {
            throw refused("A set contains at most " + MOST_CONTAINED + " resources.", "RequestGroup.contained");
        }
    }

    /// What all requests share is written into each of them.
    private static void requireSmall(Collection<Resource> shared, int members) {
        var bytes = shared.stream()
                .mapToLong(resource -> FhirJson.encode(resource).length)
                .sum();
        if (bytes * members > MOST_BYTES_COPIED) {
            throw refused(
                    "What the requests of the set share is too large to be kept with each of them. Send fewer at a time,"
                            + " or name it by reference.",
                    "RequestGroup.contained");
        }
    }

    private static void requireFlatAndActive(RequestGroup group) {
        if (group.getStatus() != RequestStatus.ACTIVE || group.getIntent() != RequestIntent.ORDER) {
            throw refused(
                    "A set is placed with status active and intent order.",
                    "RequestGroup.status",
                    "RequestGroup.intent");
        }
        if (group.getAction().isEmpty() || group.getAction().size() > MOST_MEMBERS) {
            throw refused("A set has 1 to " + MOST_MEMBERS + " actions.", "RequestGroup.action");
        }
        if (group.getAction().stream().anyMatch(RequestGroupActionComponent::hasAction)) {
            throw refused("The actions of a set hold no actions of their own.", "RequestGroup.action.action");
        }
    }

    private static void complete(ServiceRequest member, RequestGroup group, Map<String, Resource> contained) {
        if (member.hasRequisition() && !isSameRequisition(member, group)) {
            throw refused(
                    "A request of the set has another requisition than the set's groupIdentifier. Leave it out.",
                    "RequestGroup.groupIdentifier");
        }
        member.setRequisition(group.getGroupIdentifier().copy());
        if (!member.hasSubject()) {
            member.setSubject(group.getSubject().copy());
        }
        if (!member.hasAuthoredOn() && group.hasAuthoredOn()) {
            member.setAuthoredOnElement(group.getAuthoredOnElement().copy());
        }
        if (!member.hasPriority() && group.hasPriority()) {
            member.setPriority(
                    ServiceRequestPriority.fromCode(group.getPriority().toCode()));
        }
        if (!member.hasReasonCode() && !member.hasReasonReference()) {
            group.getReasonCode().forEach(reason -> member.addReasonCode(reason.copy()));
            group.getReasonReference().forEach(reason -> member.addReasonReference(reason.copy()));
        }
        OrderLabels.add(member.getMeta(), group.getMeta());
        contain(member, contained);
    }

    private static boolean isSameRequisition(ServiceRequest member, RequestGroup group) {
        return RequestFacts.numberOf(member.getRequisition()).equals(RequestFacts.numberOf(group.getGroupIdentifier()));
    }

    /// A request takes along what it names of what the set contains, and what that names.
    private static void contain(ServiceRequest member, Map<String, Resource> contained) {
        for (var step = 0; step < MOST_STEPS; step++) {
            var named = namesIn(member);
            contained.forEach((id, resource) -> {
                var isThere = member.getContained().stream()
                        .anyMatch(present -> idOf(present).equals(id));
                if (!isThere && named.contains(id)) {
                    member.addContained(resource.copy());
                    OrderLabels.add(member.getMeta(), resource.getMeta());
                }
            });
        }
    }

    private static Set<String> namesIn(ServiceRequest member) {
        return NAME.matcher(new String(FhirJson.encode(member), StandardCharsets.UTF_8))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static String idOf(Resource contained) {
        var id = contained.getIdElement().getIdPart();
        return id == null ? "" : id.replace("#", "");
    }

    private static ProblemException refused(String detail, String... expressions) {
        return ProblemException.of(ProblemCode.BUSINESS_RULE, detail, expressions);
    }
}
