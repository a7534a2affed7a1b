package org.meridiandx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.samples.SamplePatient;

/// The capability statement tells the truth: every interaction, parameter and operation that it claims is called.
class CapabilityIT {

    /// What an answer may never be where the region claims to offer something.
    private static final Set<Integer> BELIED = Set.of(405, 501);

    /// Operations that change nothing and are called by GET.
    private static final Set<String> READING_OPERATIONS = Set.of(
            "justification",
            "track",
            "instructions",
            "by-local-code",
            "acknowledgements",
            "anomalies",
            "contact-preferences",
            "disclosure-notices",
            "events",
            "follow-up",
            "follow-ups",
            "history-of-values",
            "documents",
            "patient-notes",
            "everything",
            "lastn",
            "messages-in-doubt",
            "possible-duplicates",
            "proxies",
            "reporting-pools",
            "status",
            "stats",
            "summary",
            "who-looked");
    private static final Set<String> OPERATIONS_ON_TYPES = Set.of(
            "prepare",
            "process-message",
            "by-local-code",
            "follow-ups",
            "anomalies",
            "assess",
            "match",
            "merge",
            "lastn",
            "messages-in-doubt",
            "possible-duplicates",
            "proxies",
            "reporting-pools",
            "stats",
            "unmerge",
            "verify");

    private final PartnerClient partner = SharedRegion.get().partner();

    @Test
    void shouldClaimEveryTypeThatTheRegionKeeps() throws Exception {
        // When
        var metadata = partner.send(Call.get("/fhir/R4/metadata"));

        // Then
        assertThat(metadata.status()).isEqualTo(200);
        assertThat(metadata.json().path("fhirVersion").asText()).isEqualTo("4.0.1");
        assertThat(resources(metadata.json()))
                .extracting(resource -> resource.path("type").asText())
                .contains(
                        "Patient",
                        "Organization",
                        "Location",
                        "HealthcareService",
                        "Endpoint",
                        "Practitioner",
                        "PractitionerRole",
                        "AuditEvent",
                        "ServiceRequest",
                        "Task",
                        "DiagnosticReport",
                        "Observation",
                        "Specimen",
                        "AllergyIntolerance",
                        "Condition",
                        "MedicationRequest",
                        "MedicationStatement",
                        "Immunization",
                        "Procedure",
                        "Encounter",
                        "CarePlan",
                        "Subscription",
                        "ImagingStudy");
    }

    @TestFactory
    Stream<DynamicTest> shouldKeepEveryClaim() throws Exception {
        var metadata = partner.send(Call.get("/fhir/R4/metadata")).json();
        var tests = new ArrayList<DynamicTest>();
        for (var resource : resources(metadata)) {
            String type = resource.path("type").asText();
            resource.path("interaction")
                    .forEach(interaction -> interaction(
                                    type, interaction.path("code").asText())
                            .forEach(call -> tests.add(test(call))));
            resource.path("searchParam").forEach(parameter -> tests.add(test(search(type, parameter))));
            resource.path("operation").forEach(operation -> tests.add(test(operation(type, operation))));
        }
        metadata.path("rest")
                .path(0)
                .path("interaction")
                .forEach(interaction -> system(interaction).forEach(call -> tests.add(test(call))));
        metadata.path("rest")
                .path(0)
                .path("operation")
                .forEach(operation -> tests.add(test(
                        Call.post("/fhir/R4/$" + operation.path("name").asText(), "{\"resourceType\":\"Bundle\"}"))));
        assertThat(tests).hasSizeGreaterThan(40);
        return tests.stream();
    }

    private DynamicTest test(Call call) {
        return DynamicTest.dynamicTest(call.toString(), () -> {
            var answer = send(call);
            assertThat(answer.status()).as(answer.reason()).isLessThan(500).isNotIn(BELIED);
            assertThat(answer.reason())
                    .as("%d", answer.status())
                    .doesNotStartWith("INVALID_PARAMETER")
                    .doesNotStartWith("NOT_FOUND")
                    .doesNotStartWith("METHOD_NOT_ALLOWED");
            if (call.method().equals("GET") && call.path().contains("?")) {
                assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
            }
        });
    }

    private Answer send(Call call) throws IOException, InterruptedException {
        boolean audit = call.path().contains("/AuditEvent");
        return partner.send(audit ? Persona.AUDITOR : Persona.LOADER, call);
    }

    private static List<Call> interaction(String type, String code) {
        String path = "/fhir/R4/" + type;
        String one = path + "/" + idOf(type);
        String empty = "{\"resourceType\":\"" + type + "\"}";
        return switch (code) {
            case "read" -> List.of(Call.get(one));
            case "vread" -> List.of(Call.get(one + "/_history/1"));
            case "history-instance" -> List.of(Call.get(one + "/_history"));
            case "history-type" -> List.of(Call.get(path + "/_history"));
            case "create" -> List.of(Call.post(path, empty));
            case "update" -> List.of(put(one, empty));
            case "delete" -> List.of(new Call("DELETE", one, Map.of(), BodyPublishers.noBody()));
            case "patch" -> List.of(patch(one));
            case "search-type" ->
                List.of(
                        Call.get(path + "?" + anything(type)),
                        Call.post(
                                        path + "/_search",
                                        "application/x-www-form-urlencoded",
                                        anything(type).getBytes())
                                .with("Accept", Call.FHIR_JSON));
            default -> throw new AssertionError("The test does not know the interaction " + code + ": teach it");
        };
    }

    /// Types of which there is one by name, and any others.
    private static String idOf(String type) {
        return switch (type) {
            case "Questionnaire" -> "imaging-request";
            case "MessageDefinition" -> "servicerequest-request";
            default -> UUID.randomUUID().toString();
        };
    }

    private static String anything(String type) {
        return "_count=1" + (type.equals("Patient") ? besides("_count") : "");
    }

    private static List<Call> system(JsonNode interaction) {
        return switch (interaction.path("code").asText()) {
            case "transaction" ->
                List.of(Call.post("/fhir/R4", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[]}"));
            case "batch" ->
                List.of(Call.post("/fhir/R4", "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[]}"));
            default -> throw new AssertionError("The test does not know the interaction " + interaction);
        };
    }

    private static Call search(String type, JsonNode parameter) {
        String name = parameter.path("name").asText();
        String value = switch (parameter.path("type").asText()) {
            case "date" -> "ge2020-01-01";
            case "number" -> "1";
            case "quantity" -> "5.4";
            case "composite" -> "718-7%24gt5.4";
            case "reference" -> reference(type, name);
            case "uri" -> "urn:x";
            case "token" -> token(name);
            default -> "abc";
        };
        return Call.get("/fhir/R4/" + type + "?" + name + "=" + value + (type.equals("Patient") ? besides(name) : ""));
    }

    /// A Patient is searched for by an identifier, or by family name and birth date together.
    private static String besides(String name) {
        if (name.equals("identifier") || name.equals("_id")) {
            return "";
        }
        return (name.equals("family") ? "" : "&family=abc") + (name.equals("birthdate") ? "" : "&birthdate=1958-03-14");
    }

    private static String reference(String type, String name) {
        String target = switch (name) {
            case "partof" -> type;
            case "practitioner", "agent" -> "Practitioner";
            case "patient", "subject" -> "Patient";
            case "based-on", "basedon", "focus", "request", "replaces" -> "ServiceRequest";
            case "specimen" -> "Specimen";
            case "result", "has-member" -> "Observation";
            default -> "Organization";
        };
        return target + "/" + UUID.randomUUID();
    }

    private static String token(String name) {
        return switch (name) {
            case "_id" -> UUID.randomUUID().toString();
            case "patient:identifier" -> SamplePatient.THWAITE.nhsNumber();
            case "gender" -> "female";
            case "active", "deceased" -> "true";
            case "status" -> "completed";
            default -> "abc";
        };
    }

    private static Call operation(String type, JsonNode operation) {
        String name = operation.path("name").asText();
        String one = OPERATIONS_ON_TYPES.contains(name) ? "" : "/" + UUID.randomUUID();
        String path = "/fhir/R4/" + type + one + "/$" + name + asked(name);
        return READING_OPERATIONS.contains(name)
                ? Call.get(path)
                : Call.post(
                        path,
                        name.equals("prepare")
                                ? "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"patient\","
                                        + "\"valueReference\":{\"reference\":\"Patient/nobody\"}}]}"
                                : "{\"resourceType\":\"Parameters\"}");
    }

    /// What an operation cannot do without.
    private static String asked(String name) {
        return Set.of("lastn", "stats").contains(name)
                ? "?patient=" + UUID.randomUUID() + "&code=http://loinc.org%7C2823-3"
                : "";
    }

    private static Call put(String path, String body) {
        var post = Call.post(path, body).with("If-Match", "W/\"1\"");
        return new Call("PUT", path, post.headers(), post.body());
    }

    private static Call patch(String path) {
        var post = Call.post(path, "[]")
                .with("Content-Type", "application/json-patch+json")
                .with("If-Match", "W/\"1\"");
        return new Call("PATCH", path, post.headers(), post.body());
    }

    private static List<JsonNode> resources(JsonNode metadata) {
        var found = new ArrayList<JsonNode>();
        metadata.path("rest").path(0).path("resource").forEach(found::add);
        return found;
    }
}
