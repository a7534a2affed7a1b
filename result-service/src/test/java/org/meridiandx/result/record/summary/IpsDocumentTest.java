package org.meridiandx.result.record.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Test;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.directory.Demographics;
import org.meridiandx.directory.NamedPatient;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.result.record.Entries;
import org.meridiandx.result.record.summary.SummaryRepository.Kept;
import org.meridiandx.result.record.types.RecordType;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.testkit.shared.SharedData;

/// The document by what IPS 2.0.0 requires of Bundle, Composition and Patient, which its own example keeps too; and the
/// examples of the guides as entries.
class IpsDocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASE = "https://region.example";
    private static final List<String> REQUIRED = List.of("11450-4", "48765-2", "10160-0");

    @Test
    void shouldHaveWhatTheGuideRequires() throws IOException {
        // Given
        var example = JSON.readTree(SharedData.require("fhir/ips")
                .resolve("Bundle-bundle-no-info-required-sections.json")
                .toFile());
        var empty = SummaryDocument.of(summary(List.of()), BASE);
        var full = SummaryDocument.of(
                summary(Stream.concat(
                                Stream.of(
                                        Entries.allergy("1", "p"),
                                        Entries.condition("1", "p", "active"),
                                        Entries.condition("2", "p", "resolved"),
                                        Entries.medication("1", "p")),
                                Entries.others("p").stream()
                                        .filter(one -> !one.path("resourceType")
                                                .asText()
                                                .equals("Encounter")))
                        .toList()),
                BASE);

        // Then
        assertThat(lacks(example)).as("the guide's own example").isEmpty();
        assertThat(lacks(empty)).isEmpty();
        assertThat(lacks(full)).isEmpty();
        for (var document : List.of(empty, full)) {
            FhirJson.parse(ResourceTree.write(document), Bundle.class);
        }
    }

    @Test
    void shouldTakeTheExamplesOfTheGuidesAsEntries() throws IOException {
        // Given
        var files = Stream.concat(
                        SharedData.files("fhir/ips", "*.json").stream(),
                        SharedData.files("fhir/ukcore_examples", "UKCore-*.json").stream())
                .toList();
        var taken = new ArrayList<String>();

        // When
        for (var file : files) {
            var body = Files.readAllBytes(file);
            var type = RecordType.named(JSON.readTree(body).path("resourceType").asText());
            if (type.isPresent()) {
                assertThat(type.get().faults(body))
                        .as(file.getFileName().toString())
                        .isEmpty();
                assertThat(type.get().shape().codes(ResourceTree.parse(body)))
                        .as(file.getFileName().toString())
                        .satisfiesAnyOf(
                                codes -> assertThat(codes).isNotEmpty(),
                                codes -> assertThat(type.get())
                                        .isIn(RecordType.ENCOUNTER, RecordType.MEDICATION_REQUEST));
                taken.add(type.get().fhirName());
            }
        }

        // Then
        assertThat(taken).hasSizeGreaterThan(12).contains("AllergyIntolerance", "Immunization", "Procedure");
    }

    /// **Source:** IPS 2.0.0, elements with a minimum of one in Bundle-uv-ips, Composition-uv-ips and Patient-uv-ips;
    /// invariant ips-comp-1.
    private static List<String> lacks(JsonNode bundle) {
        var lacking = new ArrayList<String>();
        require(lacking, bundle, "identifier", "type", "timestamp");
        bundle.path("entry").forEach(entry -> require(lacking, entry, "fullUrl", "resource"));
        var composition = bundle.at("/entry/0/resource");
        require(lacking, composition, "status", "type", "subject", "date", "author", "title");
        if (!composition.at("/type/coding/0/code").asText().equals("60591-5")) {
            lacking.add("type of the Composition");
        }
        var codes = new ArrayList<String>();
        for (var section : composition.path("section")) {
            require(lacking, section, "title", "code", "text");
            codes.add(section.at("/code/coding/0/code").asText());
            if (section.has("entry") == section.has("emptyReason")) {
                lacking.add("ips-comp-1");
            }
        }
        if (!codes.containsAll(REQUIRED)) {
            lacking.add("a section of " + REQUIRED);
        }
        var patient = bundle.at("/entry/1/resource");
        if (!patient.path("resourceType").asText().equals("Patient")) {
            lacking.add("Patient");
        }
        require(lacking, patient, "name", patient.has("_birthDate") ? "_birthDate" : "birthDate");
        return lacking;
    }

    private static void require(List<String> lacking, JsonNode node, String... elements) {
        for (var element : elements) {
            if (node.path(element).isMissingNode()
                    || node.path(element).isEmpty() && node.path(element).isContainerNode()) {
                lacking.add(node.path("resourceType").asText() + "." + element);
            }
        }
    }

    private static Summary summary(List<ObjectNode> entries) {
        var rows = new ArrayList<Kept>();
        for (var entry : entries) {
            entry.put("id", "e" + rows.size());
            rows.add(new Kept(
                    entry.path("resourceType").asText(),
                    "Y90001",
                    new StoredResource(
                            "e" + rows.size(), 1, Instant.EPOCH, "p", Set.of("Y90001"), ResourceTree.write(entry))));
        }
        AccessDecision allowed = new AccessDecision.Allowed("test");
        var patient = new NamedPatient(
                new Demographics("p", "9990000018", Optional.<LocalDate>empty(), Optional.empty(), false, Set.of()),
                "TEST",
                "Ann Mary");
        return SummaryWriter.of(
                patient,
                Instant.parse("2026-11-22T10:00:00Z"),
                rows,
                rows.stream().map(row -> allowed).toList());
    }
}
