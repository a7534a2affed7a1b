package org.meridiandx.result.record.summary;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.meridiandx.directory.NamedPatient;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.result.record.summary.Summary.Section;
import org.meridiandx.result.record.summary.Summary.Shown;
import org.meridiandx.result.resources.ResourceTree;

/// A summary as an International Patient Summary: a document Bundle of Composition, patient, author and entries.
///
/// **Source:** IPS 2.0.0, Bundle-uv-ips and Composition-uv-ips. A section has entries or an `emptyReason`, never
/// neither: `unavailable` claims nothing, and "none known" is an entry that somebody recorded.
final class SummaryDocument {
    private static final String LOINC = "http://loinc.org";
    private static final String EMPTY = "http://terminology.hl7.org/CodeSystem/list-empty-reason";
    private static final String IPS = "http://hl7.org/fhir/uv/ips/StructureDefinition/";
    private static final String SOURCE = "urn:meridian:record:source";
    private final Summary summary;
    private final String base;
    private final String id = UUID.randomUUID().toString();

    private SummaryDocument(Summary summary, String baseUrl) {
        this.summary = summary;
        this.base = baseUrl + "/fhir/R4/";
    }

    static ObjectNode of(Summary summary, String baseUrl) {
        return new SummaryDocument(summary, baseUrl).bundle();
    }

    private ObjectNode bundle() {
        var bundle = ResourceTree.resource("Bundle").put("id", id);
        bundle.putObject("meta").putArray("profile").add(IPS + "Bundle-uv-ips");
        bundle.putObject("identifier").put("system", "urn:ietf:rfc:3986").put("value", "urn:uuid:" + id);
        bundle.put("type", "document").put("timestamp", at());
        var entries = bundle.putArray("entry");
        entry(entries, "Composition/" + id, composition());
        var patient = patient(summary.patient());
        entry(entries, "Patient/" + patient.path("id").asText(), patient);
        entry(entries, "Device/" + id, author());
        distinct().forEach((name, shown) -> entry(entries, name, withSources(shown)));
        return bundle;
    }

    private Map<String, Shown> distinct() {
        var all = new LinkedHashMap<String, Shown>();
        summary.sections().stream()
                .flatMap(section -> section.shown().stream())
                .forEach(shown -> all.putIfAbsent(nameOf(shown), shown));
        return all;
    }

    private ObjectNode composition() {
        var composition = ResourceTree.resource("Composition").put("id", id);
        composition.putObject("meta").putArray("profile").add(IPS + "Composition-uv-ips");
        composition.put("status", "final");
        coded(composition.putObject("type"), LOINC, "60591-5", "Patient summary Document");
        composition
                .putObject("subject")
                .put(
                        "reference",
                        base + "Patient/" + summary.patient().demographics().patientId());
        composition.put("date", at());
        composition.putArray("author").addObject().put("reference", base + "Device/" + id);
        composition.put("title", "Patient summary");
        var sections = composition.putArray("section");
        summary.sections().forEach(section -> section(sections.addObject(), section));
        return composition;
    }

    private void section(ObjectNode json, Section section) {
        json.put("title", section.kind().title());
        coded(json.putObject("code"), LOINC, section.kind().loinc(), "");
        var div = "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + SectionText.of(section) + "</div>";
        json.putObject("text").put("status", "generated").put("div", div);
        if (section.shown().isEmpty()) {
            var reason = json.putObject("emptyReason");
            coded(reason, EMPTY, "unavailable", "Unavailable").put("text", SectionText.NOTHING);
        } else {
            var entries = json.putArray("entry");
            section.shown().forEach(shown -> entries.addObject().put("reference", base + nameOf(shown)));
        }
    }

    private static ObjectNode patient(NamedPatient named) {
        var known = named.demographics();
        var patient = ResourceTree.resource("Patient").put("id", known.patientId());
        if (!known.nhsNumber().isEmpty()) {
            patient.putArray("identifier")
                    .addObject()
                    .put("system", IdentifierSystems.NHS_NUMBER)
                    .put("value", known.nhsNumber());
        }
        var name = patient.putArray("name").addObject();
        if (named.familyName().isEmpty() && named.givenNames().isEmpty()) {
            absent(name);
        }
        if (!named.familyName().isEmpty()) {
            name.put("family", named.familyName());
        }
        if (!named.givenNames().isBlank()) {
            List.of(named.givenNames().strip().split(" +")).forEach(name.putArray("given")::add);
        }
        known.gender().ifPresent(gender -> patient.put("gender", gender));
        known.birthDate()
                .ifPresentOrElse(
                        day -> patient.put("birthDate", day.toString()), () -> absent(patient.putObject("_birthDate")));
        if (known.isDeceased()) {
            patient.put("deceasedBoolean", true);
        }
        return patient;
    }

    private static void absent(ObjectNode element) {
        element.putArray("extension")
                .addObject()
                .put("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason")
                .put("valueCode", "unknown");
    }

    /// The region's software put it together, and nobody attested it.
    private ObjectNode author() {
        var device = ResourceTree.resource("Device").put("id", id);
        device.putArray("deviceName")
                .addObject()
                .put("name", "Shared record of the region, put together by software")
                .put("type", "user-friendly-name");
        return device;
    }

    /// All who tell it: the resource itself is that of one of them.
    private static ObjectNode withSources(Shown shown) {
        var resource = shown.resource();
        if (shown.sources().size() > 1) {
            var extensions = resource.withArray("/extension");
            shown.sources()
                    .forEach(source -> extensions
                            .addObject()
                            .put("url", SOURCE)
                            .putObject("valueIdentifier")
                            .put("system", IdentifierSystems.ODS_ORGANISATION)
                            .put("value", source.organisation()));
        }
        return resource;
    }

    private void entry(ArrayNode entries, String name, ObjectNode resource) {
        entries.addObject().put("fullUrl", base + name).set("resource", resource);
    }

    private static ObjectNode coded(ObjectNode concept, String system, String code, String display) {
        var coding =
                concept.putArray("coding").addObject().put("system", system).put("code", code);
        if (!display.isEmpty()) {
            coding.put("display", display);
        }
        return concept;
    }

    private String at() {
        return summary.at().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String nameOf(Shown shown) {
        return shown.type() + "/" + shown.id();
    }
}
