package org.meridiandx.e2e.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.DicomParts;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.samples.DrawnStudy;
import org.meridiandx.dev.samples.SamplePatient;

/// Makes orders between organisations, and reports, lines, specimens and studies, with and without an order and a
/// security label.
public final class RecordsMade {

    private static final String DICOM_JSON = "application/dicom+json";
    private static final String ORDERS = "https://everywhere.example/order";
    private static final String RESULTS = "https://everywhere.example/result";
    private static final List<String> LABELS = List.of("", "", "", "R", "HIV", "V", "NOPAT");
    private static final List<Parties> PARTIES = List.of(
            new Parties(Persona.GP, "RX901"),
            new Parties(Persona.GP, "RX902"),
            new Parties(Persona.HOSPITAL_DOCTOR, "RX903"),
            new Parties(Persona.HOSPITAL_DOCTOR, "RX901"),
            new Parties(Persona.STRANGER, "RX902"),
            new Parties(Persona.OUTSIDER, "RX901"),
            new Parties(Persona.GP, "Y90098"));

    private final Region region;
    private final Marks marks;
    private final List<WorldRecord> made = new ArrayList<>();

    public RecordsMade(Region region, Marks marks) {
        this.region = region;
        this.marks = marks;
    }

    /// Who asks whom.
    public record Parties(Persona requester, String performer) {
        Set<String> codes() {
            return Set.copyOf(List.of(performer))
                            .contains(requester.organisation().ods())
                    ? Set.of(performer)
                    : Set.of(requester.organisation().ods(), performer);
        }
    }

    /// What a result or study answers to.
    ///
    /// @param parties who asked and who performs; nobody where there is no order
    private record Basis(String id, String accession, Set<String> parties, String label) {
        static Basis none(String label) {
            return new Basis("", "", Set.of(), label);
        }
    }

    /// Two or three orders of the patient with what comes of them, and a report without an order.
    public List<WorldRecord> make(WorldPatient patient, Random random) throws IOException, InterruptedException {
        for (var n = 2 + random.nextInt(2); n > 0; n--) {
            var parties = PARTIES.get(random.nextInt(PARTIES.size()));
            var isImaging = random.nextBoolean();
            var order = order(patient, parties, isImaging, LABELS.get(random.nextInt(LABELS.size())));
            if (random.nextInt(6) == 0) {
                region.done(parties.requester(), Call.post("/fhir/R4/ServiceRequest/" + order.id() + "/$cancel", """
                        {"resourceType":"Parameters","parameter":[{"name":"reason","valueString":"Not needed"}]}"""));
                continue;
            }
            hold(patient, parties);
            if (isImaging) {
                study(patient, order, random.nextBoolean() ? Persona.PACS : Persona.LOADER);
            }
            report(patient, order, random.nextBoolean() ? Persona.LAB : Persona.LOADER);
        }
        report(patient, Basis.none(LABELS.get(random.nextInt(LABELS.size()))), Persona.LAB);
        if (random.nextBoolean()) {
            study(patient, Basis.none(""), Persona.PACS);
        }
        return List.copyOf(made);
    }

    /// An imaging order with its study, and a report of it.
    public List<WorldRecord> oneOfEach(WorldPatient patient, Parties parties, Persona archive)
            throws IOException, InterruptedException {
        var order = order(patient, parties, true, "");
        hold(patient, parties);
        study(patient, order, archive);
        report(patient, order, Persona.LAB);
        return List.copyOf(made);
    }

    private static void hold(WorldPatient patient, Parties parties) {
        patient.holds("requester", parties.requester().organisation().ods());
        if (!parties.performer().equals(parties.requester().organisation().ods())) {
            patient.holds("performer", parties.performer());
        }
    }

    private Basis order(WorldPatient patient, Parties parties, boolean isImaging, String label)
            throws IOException, InterruptedException {
        var marker = marks.next();
        var json = resource("ServiceRequest", patient, label);
        var value = UUID.randomUUID().toString();
        json.withArray("/identifier").addObject().put("system", ORDERS).put("value", value);
        json.put("status", "active").put("intent", "order");
        coding(
                json.withArray("/category").addObject(),
                "http://snomed.info/sct",
                isImaging ? "363679005" : "108252007");
        coding(json.withObject("/code"), "http://snomed.info/sct", isImaging ? "169069000" : "26604007");
        organisation(
                json.withObject("/requester"),
                parties.requester().organisation().ods());
        organisation(json.withArray("/performer").addObject(), parties.performer());
        json.withArray("/note").addObject().put("text", marker);
        var stored = region.created(parties.requester(), Call.post("/fhir/R4/ServiceRequest", json.toString()));
        var names = new WorldRecord.Names(marker, ORDERS + "|" + value, "");
        made.add(new WorldRecord("ServiceRequest", idOf(stored), patient, parties.codes(), labels(label), names));
        return new Basis(idOf(stored), accession(stored), parties.codes(), label);
    }

    private void report(WorldPatient patient, Basis basis, Persona sender) throws IOException, InterruptedException {
        var entries = new ArrayList<ObjectNode>();
        var markers = new ArrayList<String>();
        for (var type : List.of("DiagnosticReport", "Observation", "Observation", "Specimen")) {
            var marker = marks.next();
            var json = resource(type, patient, basis.label());
            json.withArray("/identifier").addObject().put("system", RESULTS).put("value", marker);
            switch (type) {
                case "DiagnosticReport" -> report(json, marker, basis, sender);
                case "Observation" -> line(json, marker, basis, sender);
                default -> json.withArray("/note").addObject().put("text", marker);
            }
            markers.add(marker);
            entries.add(json);
        }
        var report = entries.getFirst();
        report.withArray("/result")
                .addObject()
                .put("reference", "urn:uuid:" + entries.get(1).path("id").asText());
        report.withArray("/result")
                .addObject()
                .put("reference", "urn:uuid:" + entries.get(2).path("id").asText());
        report.withArray("/specimen")
                .addObject()
                .put("reference", "urn:uuid:" + entries.get(3).path("id").asText());
        var answer = region.done(sender, Call.post("/fhir/R4", transaction(entries)));
        for (var i = 0; i < entries.size(); i++) {
            var location = answer.path("entry")
                    .path(i)
                    .path("response")
                    .path("location")
                    .asText()
                    .split("/");
            var named = new HashSet<>(Set.of(sender.organisation().ods()));
            var type = entries.get(i).path("resourceType").asText();
            if (!type.equals("Specimen")) {
                // A specimen names no order.
                named.addAll(basis.parties());
            }
            made.add(new WorldRecord(
                    type,
                    location[List.of(location).indexOf(type) + 1],
                    patient,
                    named,
                    labels(basis.label()),
                    new WorldRecord.Names(markers.get(i), RESULTS + "|" + markers.get(i), "")));
        }
    }

    private static void report(ObjectNode json, String marker, Basis basis, Persona sender) {
        common(json, basis, sender);
        json.put("conclusion", marker).put("issued", Instant.now().toString());
    }

    private static void line(ObjectNode json, String marker, Basis basis, Persona sender) {
        common(json, basis, sender);
        json.put("valueString", marker);
    }

    private static void common(ObjectNode json, Basis basis, Persona sender) {
        json.put("status", "final");
        coding(json.withArray("/category").addObject(), "http://terminology.hl7.org/CodeSystem/v2-0074", "LAB");
        coding(json.withObject("/code"), "http://snomed.info/sct", "26604007");
        organisation(
                json.withArray("/performer").addObject(), sender.organisation().ods());
        if (!basis.id().isEmpty()) {
            json.withArray("/basedOn").addObject().put("reference", "ServiceRequest/" + basis.id());
        }
    }

    private void study(WorldPatient patient, Basis basis, Persona sender) throws IOException, InterruptedException {
        var marker = marks.next();
        var shown = new SamplePatient(patient.nhsNumber(), marker, "ALEX", patient.birthDate(), "F");
        var study = DrawnStudy.chestRadiograph(shown, basis.accession());
        var parts = DicomParts.of(study.instances(), UUID.randomUUID().toString());
        region.done(
                sender,
                Call.post("/dicom-web/studies", parts.contentType(), parts.body())
                        .with("Accept", DICOM_JSON));
        var path = "/dicom-web/studies/" + study.studyUid();
        var first = region.done(Persona.LOADER, Call.get(path + "/metadata").with("Accept", DICOM_JSON))
                .path(0);
        var image = "studies/" + study.studyUid() + "/series/" + dicom(first, "0020000E") + "/instances/"
                + dicom(first, "00080018");
        var found =
                region.done(Persona.LOADER, Call.get("/fhir/R4/ImagingStudy?identifier=urn:oid:" + study.studyUid()));
        var resource = found.path("entry").path(0).path("resource");
        var named = new HashSet<>(basis.parties());
        named.add(sender.organisation().ods());
        made.add(new WorldRecord(
                "ImagingStudy",
                idOf(resource),
                patient,
                named,
                labelsOf(resource),
                new WorldRecord.Names(marker, "urn:dicom:uid|urn:oid:" + study.studyUid(), "/" + image)));
    }

    /// The tasks of orders, as far as they are there.
    public static List<WorldRecord> tasks(Region region, Collection<WorldRecord> orders)
            throws IOException, InterruptedException {
        var found = new ArrayList<WorldRecord>();
        for (var order : orders) {
            var task = region.done(Persona.LOADER, Call.get("/fhir/R4/Task?focus=ServiceRequest/" + order.key()))
                    .path("entry")
                    .path(0)
                    .path("resource");
            if (task.has("id")) {
                found.add(new WorldRecord(
                        "Task",
                        idOf(task),
                        order.patient(),
                        order.organisations(),
                        order.labels(),
                        WorldRecord.Names.NONE));
            }
        }
        return found;
    }

    private static String transaction(List<ObjectNode> resources) {
        var bundle = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("type", "transaction");
        for (var resource : resources) {
            var entry = bundle.withArray("/entry").addObject();
            entry.put("fullUrl", "urn:uuid:" + resource.path("id").asText());
            entry.set("resource", resource);
            entry.withObject("/request")
                    .put("method", "POST")
                    .put("url", resource.path("resourceType").asText());
        }
        return bundle.toString();
    }

    private static ObjectNode resource(String type, WorldPatient patient, String label) {
        var json = JsonNodeFactory.instance.objectNode().put("resourceType", type);
        json.put("id", UUID.randomUUID().toString());
        if (!label.isEmpty()) {
            json.withArray("/meta/security").addObject().put("code", label);
        }
        var subject = json.withObject("/subject").put("reference", "Patient/" + patient.id());
        if (!patient.nhsNumber().isEmpty()) {
            subject.withObject("/identifier")
                    .put("system", PatientsMade.NHS_NUMBER)
                    .put("value", patient.nhsNumber());
        }
        return json;
    }

    private static void coding(ObjectNode concept, String system, String code) {
        concept.withArray("/coding").addObject().put("system", system).put("code", code);
    }

    private static void organisation(ObjectNode reference, String code) {
        reference.withObject("/identifier").put("system", PatientsMade.ODS).put("value", code);
    }

    private static Set<String> labels(String label) {
        return Optional.of(label).filter(code -> !code.isEmpty()).map(Set::of).orElse(Set.of());
    }

    private static Set<String> labelsOf(JsonNode resource) {
        var codes = new HashSet<String>();
        resource.path("meta")
                .path("security")
                .forEach(label -> codes.add(label.path("code").asText()));
        return codes;
    }

    private static String accession(JsonNode order) {
        for (var identifier : order.path("identifier")) {
            if (identifier.path("type").toString().contains("ACSN")) {
                return identifier.path("value").asText();
            }
        }
        return "";
    }

    private static String idOf(JsonNode resource) {
        return resource.path("id").asText();
    }

    private static String dicom(JsonNode attributes, String tag) {
        return attributes.path(tag).path("Value").path(0).asText();
    }
}
