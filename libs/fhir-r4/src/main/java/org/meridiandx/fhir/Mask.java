package org.meridiandx.fhir;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meridiandx.access.AccessDecision;

/// What the obligation `mask` of a decision leaves of a record, the same in every service.
///
/// A Patient loses what tells where they are: address, telecom, practice, contacts. Of any other
/// record stays that it is there, when, from whom and for whom; what it says is taken out. Either
/// loses narrative and contained resources, which may say it again. What lost something is tagged
/// SUBSETTED, so that nobody takes it for the whole; sent back it is refused.
///
/// **Source:** FHIR R4 security labels and `meta.tag` SUBSETTED; data-absent-reason `masked`.
/// **Hazard:** a hidden address, or what a sealed record says, that comes out by a second door.
final class Mask {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> WHEREABOUTS = Set.of(
            "address",
            "telecom",
            "generalPractitioner",
            "managingOrganization",
            "contact",
            "photo",
            "text",
            "contained");
    private static final Set<String> OUTLINE = Set.of(
            "resourceType",
            "id",
            "meta",
            "identifier",
            "status",
            "intent",
            "subject",
            "patient",
            "for",
            "requester",
            "performer",
            "owner",
            "custodian",
            "organization",
            "basedOn",
            "focus",
            "authoredOn",
            "lastModified",
            "issued",
            "effectiveDateTime",
            "effectivePeriod",
            "started",
            "dateTime");

    /// What a search may name and still show a masked record: nothing that tells what it says.
    private static final Set<String> HARMLESS = Set.of(
            "_id",
            "_lastUpdated",
            "_count",
            "_sort",
            "_cursor",
            "_total",
            "_summary",
            "_elements",
            "_format",
            "_include",
            "_revinclude",
            "patient",
            "subject",
            "identifier",
            "status",
            "requester",
            "performer");

    /// The searches of Patient that tell where they are.
    private static final Set<String> TELLING = Set.of(
            "address", "address-postalcode", "telecom", "phone", "email", "general-practitioner", "organization");

    private Mask() {}

    /// The record as the decision lets it be shown: itself, or masked.
    ///
    /// @throws IllegalArgumentException where it is no JSON and would have to be masked
    static StoredResource of(AccessDecision decision, StoredResource resource) {
        return decision.isMasked() ? resource.withContent(of(resource.content())) : resource;
    }

    /// Whether a search by these parameters may show a masked record: to find it by what is masked
    /// tells what that is.
    ///
    /// @param shape names of the search parameters, joined by `&`
    static boolean isHarmless(String resourceType, String shape) {
        var names = shape.isEmpty()
                ? List.<String>of()
                : List.of(shape.split("&")).stream()
                        .map(name -> name.split("[:.]", 2)[0])
                        .toList();
        return resourceType.equals("Patient")
                ? names.stream().noneMatch(TELLING::contains)
                : HARMLESS.containsAll(names);
    }

    /// @param content FHIR JSON as it is served
    static byte[] of(byte[] content) {
        try {
            if (!(JSON.readTree(content) instanceof ObjectNode resource)) {
                throw new IllegalArgumentException("a stored resource is no JSON object");
            }
            var isPatient = resource.path("resourceType").asText().equals("Patient");
            var before = resource.size();
            var hadCode = !isPatient && resource.has("code");
            resource.retain(names(resource).stream()
                    .filter(name -> isPatient ? !WHEREABOUTS.contains(plain(name)) : OUTLINE.contains(plain(name)))
                    .toList());
            if (resource.size() == before) {
                return content;
            }
            if (hadCode) {
                // FHIR wants it to be there.
                absent(resource.putObject("code"));
            }
            resource.withObject("/meta")
                    .withArray("/tag")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/v3-ObservationValue")
                    .put("code", FhirJson.SUBSETTED);
            return JSON.writeValueAsBytes(resource);
        } catch (IOException broken) {
            throw new IllegalArgumentException("a stored resource is no JSON", broken);
        }
    }

    private static List<String> names(ObjectNode resource) {
        return resource.properties().stream().map(Map.Entry::getKey).toList();
    }

    /// The element that a name with an underscore is about: `_status` says more of `status`.
    private static String plain(String name) {
        return name.startsWith("_") ? name.substring(1) : name;
    }

    private static void absent(ObjectNode element) {
        element.putArray("extension")
                .addObject()
                .put("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason")
                .put("valueCode", "masked");
    }
}
