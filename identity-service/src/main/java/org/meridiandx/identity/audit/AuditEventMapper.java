package org.meridiandx.identity.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.meridiandx.contracts.events.v1.AuditRecord;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.outbox.RegionEvents;

/// AuditRecord → FHIR AuditEvent in the national shape, written as JSON at once: thousands come
/// each second.
///
/// **Source:** England-AuditEvent-PARS mapping (agents organisation, user, user role, device;
/// entities patient, transaction and endpoint), IHE BALP (query), FHIR R4 AuditEvent.
final class AuditEventMapper {
    static final String PROFILE = "https://fhir.nhs.uk/England/StructureDefinition/England-AuditEvent-PARS";
    static final String POSITION = "urn:meridian:StructureDefinition:audit-log-position";
    static final String ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    static final String RESOURCE_TYPES = "http://hl7.org/fhir/resource-types";
    static final String PERSON = "1";
    static final String ENDPOINT = "Endpoint";
    static final String INTERACTION_IDENTIFIER = "interactionIdentifier";
    private static final String SYSTEM_OBJECT = "2";
    private static final String EVENT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type";
    private static final String INTERACTION = "http://hl7.org/fhir/restful-interaction";
    private static final String BALP_ENTITY = "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType";
    private static final String ENTITY_ROLE = "http://terminology.hl7.org/CodeSystem/object-role";
    private static final String SOURCE_TYPE = "http://terminology.hl7.org/CodeSystem/security-source-type";
    private static final String CLIENT = "urn:meridian:client";
    private static final String PRODUCT = "https://fhir.nhs.uk/Id/product-id";

    private AuditEventMapper() {}

    /// What is known where the entry is written, beside the event.
    ///
    /// @param position in the log, from 1
    /// @param nhsNumber of the patient; empty where none is known
    record Context(long position, Instant storedAt, String nhsNumber) {

        @Override
        public String toString() {
            return "Context[" + position + "]";
        }
    }

    static ObjectNode toJson(Event event, Context context) {
        var record = event.getAudit();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("resourceType", "AuditEvent");
        json.put("id", event.getId());
        json.putObject("meta")
                .put("versionId", "1")
                .put("lastUpdated", context.storedAt().toString());
        json.putArray("extension").addObject().put("url", POSITION).put("valueDecimal", context.position());
        put(json.putObject("type"), EVENT_TYPE, "rest");
        // AuditEvent.subtype <- AuditRecord.interaction
        if (!record.getInteraction().isEmpty()) {
            put(json.putArray("subtype").addObject(), INTERACTION, record.getInteraction());
        }
        json.put("action", record.getAction().isEmpty() ? "E" : record.getAction());
        json.put(
                "recorded",
                RegionEvents.instantOf(event.getOccurredAt())
                        .truncatedTo(ChronoUnit.MILLIS)
                        .toString());
        json.put("outcome", outcomeOf(record));
        // AuditEvent.outcomeDesc <- AuditRecord.outcome_reason
        putText(json, "outcomeDesc", record.getOutcomeReason());
        // AuditEvent.purposeOfEvent <- AuditRecord.purpose
        if (!record.getPurpose().isEmpty()) {
            Purpose.putConcept(json.putArray("purposeOfEvent").addObject(), record.getPurpose());
        }
        putAgents(json.putArray("agent"), record);
        putSource(json.putObject("source"), event);
        putEntities(json.putArray("entity"), event, context);
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
            var who = organisation.putObject("who").put("type", "Organization");
            putIdentifier(who, IdentifierSystems.ODS_ORGANISATION, record.getOrganisation());
            organisation.put("requestor", true);
        }
        // agent:user <- AuditRecord.user, user_name, role
        var isPerson = !record.getUser().isEmpty();
        if (isPerson) {
            var user = agents.addObject();
            putRole(user, record);
            var who = user.putObject("who").put("reference", record.getUser());
            putText(who, "display", record.getUserName());
            user.put("requestor", true);
        }
        // agent:userRole <- AuditRecord.role_profile
        if (!record.getRoleProfile().isEmpty()) {
            var profile = agents.addObject();
            var who = profile.putObject("who").put("type", "PractitionerRole");
            putIdentifier(who, IdentifierSystems.SDS_ROLE_PROFILE, record.getRoleProfile());
            profile.put("requestor", false);
        }
        // agent:device <- AuditRecord.client_id
        var device = agents.addObject();
        if (!isPerson) {
            putRole(device, record);
        }
        var client = record.getClientId().isEmpty() ? "unknown" : record.getClientId();
        putIdentifier(device.putObject("who").put("type", "Device"), CLIENT, client);
        device.put("altId", client);
        device.put("requestor", false);
        // agent:device.policy <- AuditRecord.policy_version
        if (!record.getPolicyVersion().isEmpty()) {
            device.putArray("policy").add("urn:meridian:access-policy:" + record.getPolicyVersion());
        }
    }

    private static void putRole(ObjectNode agent, AuditRecord record) {
        if (!record.getRole().isEmpty()) {
            agent.putArray("role").addObject().put("text", record.getRole());
        }
    }

    /// AuditEvent.source <- Event.region, Event.source
    private static void putSource(ObjectNode source, Event event) {
        putText(source, "site", event.getRegion());
        source.putObject("observer").put("type", "Device").put("display", serviceOf(event));
        put(source.putArray("type").addObject(), SOURCE_TYPE, "2");
    }

    private static void putEntities(ArrayNode entities, Event event, Context context) {
        var record = event.getAudit();
        // entity:patient <- Event.patient_id, NHS number as this service knows it
        if (!event.getPatientId().isEmpty()) {
            var patient = entities.addObject();
            var what = patient.putObject("what").put("reference", "Patient/" + event.getPatientId());
            if (!context.nhsNumber().isEmpty()) {
                putIdentifier(what, IdentifierSystems.NHS_NUMBER, context.nhsNumber());
            }
            putKind(patient, ENTITY_TYPE, PERSON, "1");
        }
        // entity:transaction <- AuditRecord.request_id
        if (!record.getRequestId().isEmpty()) {
            var transaction = entities.addObject();
            putIdentifier(transaction.putObject("what"), IdentifierSystems.TRANSACTION, record.getRequestId());
            put(transaction.putObject("type"), BALP_ENTITY, "XrequestId");
        }
        // entity:data <- AuditRecord.resource_type, resource_ids
        for (var id : record.getResourceIdsList()) {
            if (!id.isEmpty() && !record.getResourceType().isEmpty()) {
                var data = entities.addObject();
                data.putObject("what").put("reference", record.getResourceType() + "/" + id);
                putKind(data, RESOURCE_TYPES, record.getResourceType(), "4");
            }
        }
        // entity:query <- AuditRecord.query_shape: names of parameters, never values
        if (!record.getQueryShape().isEmpty()) {
            var text = record.getResourceType() + "?" + record.getQueryShape();
            var query = entities.addObject();
            putKind(query, ENTITY_TYPE, SYSTEM_OBJECT, "24");
            query.put("description", text);
            query.put("query", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        }
        putEndpoint(entities.addObject(), event);
    }

    /// entity:endpoint <- Event.source, AuditRecord.resource_type, interaction
    private static void putEndpoint(ObjectNode endpoint, Event event) {
        var record = event.getAudit();
        putIdentifier(endpoint.putObject("what"), PRODUCT, "meridian");
        putKind(endpoint, RESOURCE_TYPES, ENDPOINT, "17");
        endpoint.put("name", serviceOf(event));
        var details = endpoint.putArray("detail");
        details.addObject().put("type", "productIdentifier").put("valueString", "meridian");
        details.addObject()
                .put("type", INTERACTION_IDENTIFIER)
                .put("valueString", record.getResourceType() + " " + record.getInteraction());
    }

    private static String serviceOf(Event event) {
        return event.getSource().isEmpty() ? "unknown" : event.getSource();
    }

    private static void putKind(ObjectNode entity, String system, String code, String role) {
        put(entity.putObject("type"), system, code);
        put(entity.putObject("role"), ENTITY_ROLE, role);
    }

    private static void putIdentifier(ObjectNode reference, String system, String value) {
        reference.putObject("identifier").put("system", system).put("value", value);
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
