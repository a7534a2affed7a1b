package org.meridiandx.e2e.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;

/// Makes orders between organisations, and reports, lines, specimens and studies, with and without an order and a
/// security label.
public final class RecordsMade {

    private static final String ORDERS = "https://everywhere.example/order";
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
    private final ReportsMade reports;
    private final StudiesMade studies;
    private final List<WorldRecord> made = new ArrayList<>();

    public RecordsMade(Region region, Marks marks) {
        this.region = region;
        this.marks = marks;
        this.reports = new ReportsMade(region, marks);
        this.studies = new StudiesMade(region, marks);
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
                made.add(studies.make(patient, order, random.nextBoolean() ? Persona.PACS : Persona.LOADER));
            }
            made.addAll(reports.make(patient, order, random.nextBoolean() ? Persona.LAB : Persona.LOADER));
        }
        made.addAll(reports.make(patient, Basis.none(LABELS.get(random.nextInt(LABELS.size()))), Persona.LAB));
        if (random.nextBoolean()) {
            made.add(studies.make(patient, Basis.none(""), Persona.PACS));
        }
        return List.copyOf(made);
    }

    /// An imaging order with its study, and a report of it.
    public List<WorldRecord> oneOfEach(WorldPatient patient, Parties parties, Persona archive)
            throws IOException, InterruptedException {
        var order = order(patient, parties, true, "");
        hold(patient, parties);
        made.add(studies.make(patient, order, archive));
        made.addAll(reports.make(patient, order, Persona.LAB));
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
        var json = Json.resource("ServiceRequest", patient, label);
        var value = UUID.randomUUID().toString();
        json.withArray("/identifier").addObject().put("system", ORDERS).put("value", value);
        json.put("status", "active").put("intent", "order");
        Json.coding(
                json.withArray("/category").addObject(),
                "http://snomed.info/sct",
                isImaging ? "363679005" : "108252007");
        Json.coding(json.withObject("/code"), "http://snomed.info/sct", isImaging ? "169069000" : "26604007");
        Json.organisation(
                json.withObject("/requester"),
                parties.requester().organisation().ods());
        Json.organisation(json.withArray("/performer").addObject(), parties.performer());
        json.withArray("/note").addObject().put("text", marker);
        var stored = region.created(parties.requester(), Call.post("/fhir/R4/ServiceRequest", json.toString()));
        var names = new WorldRecord.Names(marker, ORDERS + "|" + value, "");
        made.add(new WorldRecord(
                "ServiceRequest", Json.idOf(stored), patient, parties.codes(), Json.labels(label), names));
        return new Basis(Json.idOf(stored), accession(stored), parties.codes(), label);
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
                        Json.idOf(task),
                        order.patient(),
                        order.organisations(),
                        order.labels(),
                        WorldRecord.Names.NONE));
            }
        }
        return found;
    }

    private static String accession(JsonNode order) {
        for (var identifier : order.path("identifier")) {
            if (identifier.path("type").toString().contains("ACSN")) {
                return identifier.path("value").asText();
            }
        }
        return "";
    }
}
