package org.meridiandx.identity.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.meridiandx.contracts.events.v1.AuditRecord;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.outbox.RegionEvents;

/// AuditRecord → FHIR AuditEvent in the national shape, written as JSON at once: thousands come
/// each second.
///
/// **Source:** England-AuditEvent-PARS mapping (agents organisation, user, user role, device;
/// entities patient and transaction), IHE BALP, FHIR R4 AuditEvent.
final class AuditEventMapper {
    static final String PROFILE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-AuditEvent";
    private static final String EVENT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type";
    private static final String INTERACTION = "http://hl7.org/fhir/restful-interaction";
    private static final String AGENT_TYPE = "http://terminology.hl7.org/CodeSystem/extra-security-role-type";
    private static final String ROLE_CLASS = "http://terminology.hl7.org/CodeSystem/v3-RoleClass";
    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private static final String BALP_ENTITY = "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType";
    private static final String ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private static final String RESOURCE_TYPES = "http://hl7.org/fhir/resource-types";

    private AuditEventMapper() {}

    static ChainedEntry.AuditRow rowOf(Event event, Instant storedAt) {
        var record = event.getAudit();
        var recorded = RegionEvents.instantOf(event.getOccurredAt()).truncatedTo(ChronoUnit.MILLIS);
        return new ChainedEntry.AuditRow(
                event.getId(),
                event.getPatientId(),
                recorded,
                storedAt,
                record.getAction().isEmpty() ? "E" : record.getAction(),
                record.getInteraction(),
                outcomeOf(record),
                record.getOrganisation(),
                record.getClientId(),
                toJson(event, recorded, storedAt).toString().getBytes(StandardCharsets.UTF_8));
    }

    static ObjectNode toJson(Event event, Instant recorded, Instant storedAt) {
        var record = event.getAudit();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("resourceType", "AuditEvent");
        json.put("id", event.getId());
        json.putObject("meta").put("versionId", "1").put("lastUpdated", storedAt.toString());
        put(json.putObject("type"), EVENT_TYPE, "rest");
        // AuditEvent.subtype <- AuditRecord.interaction
        if (!record.getInteraction().isEmpty()) {
            put(json.putArray("subtype").addObject(), INTERACTION, record.getInteraction());
        }
        json.put("action", record.getAction().isEmpty() ? "E" : record.getAction());
        json.put("recorded", recorded.toString());
        json.put("outcome", outcomeOf(record));
        // AuditEvent.outcomeDesc <- AuditRecord.outcome_reason
        putText(json, "outcomeDesc", record.getOutcomeReason());
        // AuditEvent.purposeOfEvent <- AuditRecord.purpose
        if (!record.getPurpose().isEmpty()) {
            json.putArray("purposeOfEvent").addObject().put("text", record.getPurpose());
        }
        putAgents(json.putArray("agent"), record);
        // AuditEvent.source <- Event.region, Event.source
        var source = json.putObject("source");
        putText(source, "site", event.getRegion());
        source.putObject("observer").put("display", event.getSource().isEmpty() ? "unknown" : event.getSource());
        putEntities(json, event);
        return json;
    }

    /// **Source:** FHIR audit-event-outcome: 0 success, 4 minor failure, 8 serious failure.
    private static String outcomeOf(AuditRecord record) {
        return switch (record.getOutcome()) {
            case "ok" -> "0";
            case "denied" -> "4";
            default -> "8";
        };
    }

    private static void putAgents(ArrayNode agents, AuditRecord record) {
        // agent:organisation <- AuditRecord.organisation
        if (!record.getOrganisation().isEmpty()) {
            var organisation = agents.addObject();
            put(organisation.putObject("type").putArray("coding").addObject(), ROLE_CLASS, "PROV");
            organisation
                    .putObject("who")
                    .putObject("identifier")
                    .put("system", IdentifierSystems.ODS_ORGANISATION)
                    .put("value", record.getOrganisation());
            organisation.put("requestor", false);
        }
        // agent:user <- AuditRecord.user; agent:userRole <- AuditRecord.role
        var isPerson = !record.getUser().isEmpty();
        if (isPerson) {
            var user = agents.addObject();
            put(user.putObject("type").putArray("coding").addObject(), PARTICIPATION, "IRCP");
            putRole(user, record);
            user.putObject("who").put("reference", record.getUser());
            user.put("requestor", true);
        }
        // agent:device <- AuditRecord.client_id
        var device = agents.addObject();
        put(device.putObject("type").putArray("coding").addObject(), AGENT_TYPE, "dataprocessor");
        if (!isPerson) {
            putRole(device, record);
        }
        var client = record.getClientId().isEmpty() ? "unknown" : record.getClientId();
        device.putObject("who").putObject("identifier").put("value", client);
        device.put("altId", client);
        device.put("requestor", !isPerson);
    }

    private static void putRole(ObjectNode agent, AuditRecord record) {
        if (!record.getRole().isEmpty()) {
            agent.putArray("role").addObject().put("text", record.getRole());
        }
    }

    private static void putEntities(ObjectNode json, Event event) {
        var record = event.getAudit();
        var entities = json.putArray("entity");
        // entity:patient <- Event.patient_id
        if (!event.getPatientId().isEmpty()) {
            var patient = entities.addObject();
            patient.putObject("what").put("reference", "Patient/" + event.getPatientId());
            put(patient.putObject("type"), ENTITY_TYPE, "1");
        }
        // entity:transaction <- AuditRecord.request_id
        if (!record.getRequestId().isEmpty()) {
            var transaction = entities.addObject();
            transaction
                    .putObject("what")
                    .putObject("identifier")
                    .put("system", IdentifierSystems.TRANSACTION)
                    .put("value", record.getRequestId());
            put(transaction.putObject("type"), BALP_ENTITY, "XrequestId");
        }
        // entity:data <- AuditRecord.resource_type, resource_ids
        for (var id : record.getResourceIdsList()) {
            if (!id.isEmpty() && !record.getResourceType().isEmpty()) {
                var data = entities.addObject();
                data.putObject("what").put("reference", record.getResourceType() + "/" + id);
                put(data.putObject("type"), RESOURCE_TYPES, record.getResourceType());
            }
        }
        // entity:query <- AuditRecord.query_shape: names of parameters, never values
        if (!record.getQueryShape().isEmpty()) {
            var query = entities.addObject();
            put(query.putObject("type"), ENTITY_TYPE, "2");
            query.put("description", record.getResourceType() + "?" + record.getQueryShape());
        }
        if (entities.isEmpty()) {
            json.remove("entity");
        }
    }

    private static void put(ObjectNode coding, String system, String code) {
        coding.put("system", system).put("code", code);
    }

    private static void putText(ObjectNode json, String name, String text) {
        if (!text.isEmpty()) {
            json.put(name, text);
        }
    }
}
