package org.meridiandx.identity.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.meridiandx.fhir.IdentifierSystems;

/// What an AuditEvent says in the columns that it is searched by. The content is what counts and
/// what is hashed; a column that differs from it was changed.
///
/// @param position its number in the log; 0 where the entry is older than the tree and does not say
/// @param patientId empty where no patient is known
/// @param recorded when it happened
/// @param storedAt when it was written here
/// @param agent id of the person, without the type; empty where a system acted on its own
/// @param agentName as the sign-in told it; empty as a rule
public record AuditColumns(
        String id,
        long position,
        String patientId,
        Instant recorded,
        Instant storedAt,
        String action,
        String interaction,
        String outcome,
        String reason,
        String organisation,
        String clientId,
        String agent,
        String agentName,
        String role,
        String purpose,
        String resourceType,
        String requestId) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Function<AuditColumns, Object>> COMPARED = Map.ofEntries(
            Map.entry("id", AuditColumns::id),
            Map.entry("patient_id", AuditColumns::patientId),
            Map.entry("recorded", AuditColumns::recorded),
            Map.entry("last_updated", AuditColumns::storedAt),
            Map.entry("action", AuditColumns::action),
            Map.entry("interaction", AuditColumns::interaction),
            Map.entry("outcome", AuditColumns::outcome),
            Map.entry("reason", AuditColumns::reason),
            Map.entry("organisation", AuditColumns::organisation),
            Map.entry("client_id", AuditColumns::clientId),
            Map.entry("agent", AuditColumns::agent),
            Map.entry("agent_name", AuditColumns::agentName),
            Map.entry("role", AuditColumns::role),
            Map.entry("purpose", AuditColumns::purpose),
            Map.entry("resource_type", AuditColumns::resourceType),
            Map.entry("request_id", AuditColumns::requestId));

    /// Reads them from an entry.
    ///
    /// @return empty where the bytes are no AuditEvent that this service wrote
    public static Optional<AuditColumns> of(byte[] content) {
        try {
            var json = JSON.readTree(content);
            return json.path("resourceType").asText().equals("AuditEvent") ? Optional.of(of(json)) : Optional.empty();
        } catch (IOException | DateTimeException notOurs) {
            return Optional.empty();
        }
    }

    /// Names of the columns in which another has something else; the position apart.
    public List<String> differencesFrom(AuditColumns other) {
        var differences = new ArrayList<String>();
        COMPARED.forEach((name, column) -> {
            if (!column.apply(this).equals(column.apply(other))) {
                differences.add(name);
            }
        });
        return differences;
    }

    static AuditColumns of(JsonNode event) {
        var person = find(event.path("agent"), agent -> agent.path("who").has("reference"));
        var system = find(event.path("agent"), agent -> agent.has("altId"));
        var endpoint = find(
                event.path("entity"),
                entity -> entity.path("type").path("code").asText().equals(AuditEventMapper.ENDPOINT));
        var reference = person.path("who").path("reference").asText();
        return new AuditColumns(
                event.path("id").asText(),
                find(
                                event.path("extension"),
                                extension -> extension.path("url").asText().equals(AuditEventMapper.POSITION))
                        .path("valueDecimal")
                        .asLong(),
                patientOf(event),
                Instant.parse(event.path("recorded").asText()),
                Instant.parse(event.path("meta").path("lastUpdated").asText()),
                event.path("action").asText(),
                event.path("subtype").path(0).path("code").asText(),
                event.path("outcome").asText(),
                event.path("outcomeDesc").asText(),
                identifiedBy(event.path("agent"), IdentifierSystems.ODS_ORGANISATION),
                system.path("altId").asText(),
                reference.substring(reference.lastIndexOf('/') + 1),
                person.path("who").path("display").asText(),
                (person.has("role") ? person : system)
                        .path("role")
                        .path(0)
                        .path("text")
                        .asText(),
                event.path("purposeOfEvent").path(0).path("text").asText(),
                endpoint.isMissingNode() ? typeOfData(event) : interactionOf(endpoint),
                identifiedBy(event.path("entity"), IdentifierSystems.TRANSACTION));
    }

    private static String patientOf(JsonNode event) {
        var patient = find(
                event.path("entity"),
                entity -> entity.path("type").path("system").asText().equals(AuditEventMapper.ENTITY_TYPE)
                        && entity.path("type").path("code").asText().equals(AuditEventMapper.PERSON));
        var reference = patient.path("what").path("reference").asText();
        return reference.startsWith("Patient/") ? reference.substring("Patient/".length()) : "";
    }

    /// `interactionIdentifier` is the type and the interaction, with a space between.
    private static String interactionOf(JsonNode endpoint) {
        var interaction = find(
                        endpoint.path("detail"),
                        detail -> detail.path("type").asText().equals(AuditEventMapper.INTERACTION_IDENTIFIER))
                .path("valueString")
                .asText();
        var space = interaction.indexOf(' ');
        return space < 0 ? "" : interaction.substring(0, space);
    }

    /// Entries from before the tree name the type with the records only.
    private static String typeOfData(JsonNode event) {
        return find(
                        event.path("entity"),
                        entity -> entity.path("type").path("system").asText().equals(AuditEventMapper.RESOURCE_TYPES))
                .path("type")
                .path("code")
                .asText();
    }

    private static String identifiedBy(JsonNode array, String system) {
        for (var element : array) {
            var who = element.has("who") ? element.path("who") : element.path("what");
            if (who.path("identifier").path("system").asText().equals(system)) {
                return who.path("identifier").path("value").asText();
            }
        }
        return "";
    }

    private static JsonNode find(JsonNode array, Predicate<JsonNode> matches) {
        return StreamSupport.stream(array.spliterator(), false)
                .filter(matches)
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    @Override
    public String toString() {
        return "AuditColumns[" + id + "]";
    }
}
