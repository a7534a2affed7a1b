package org.meridiandx.e2e.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.e2e.world.PatientsMade;
import org.meridiandx.e2e.world.WorldRecord;

/// The interfaces that types have in common: read, versions, searches, batches.
final class FhirDoors {

    static final List<String> TYPES =
            List.of("ServiceRequest", "Task", "DiagnosticReport", "Observation", "Specimen", "ImagingStudy", "Consent");
    private static final List<String> ALL_TYPES = types("Patient");
    private static final List<String> FOUND_BY_IDENTIFIER =
            List.of("ServiceRequest", "DiagnosticReport", "Observation", "Specimen", "ImagingStudy", "Patient");
    private static final List<String> FOUND_BY_NUMBER =
            List.of("ServiceRequest", "Task", "DiagnosticReport", "Observation", "Specimen", "ImagingStudy");
    private static final List<String> ADDITIONS = List.of(
            "_total=accurate",
            "_summary=count",
            "_summary=true",
            "_elements=id",
            "_include=*",
            "_include=DiagnosticReport:result",
            "_include=DiagnosticReport:subject",
            "_include:iterate=*",
            "_revinclude=*",
            "_revinclude=Observation:specimen",
            "_revinclude=DiagnosticReport:result",
            "_include=Observation:specimen",
            "_has:Observation:specimen:status=final",
            "_has:DiagnosticReport:result:status=final",
            "_elements=status",
            "_revinclude=Task:focus",
            "_has:Observation:patient:code=26604007",
            "subject.name=Alex",
            "_filter=id%20ne%20x",
            "_contained=both",
            "_count=0");
    private static final String FORM = "application/x-www-form-urlencoded";

    private FhirDoors() {}

    static List<Door> all() {
        return List.of(
                new Door("read", FhirDoors::read),
                new Door("version", FhirDoors::version),
                new Door("history", FhirDoors::history),
                new Door("what is not there", FhirDoors::missing),
                new Door("search by patient", FhirDoors::byPatient),
                new Door("search by form", FhirDoors::byForm),
                new Door("search by NHS number", FhirDoors::byNumber),
                new Door("search by identifier", FhirDoors::byIdentifier),
                new Door("search by ids", FhirDoors::byIds),
                new Door("includes and counts", FhirDoors::additions),
                new Door("all or the latest of a patient", FhirDoors::ofPatient),
                new Door("batch", visit -> bundle(visit, "batch")),
                new Door("transaction", visit -> bundle(visit, "transaction")));
    }

    private static List<String> types(String more) {
        var all = new ArrayList<>(TYPES);
        all.add(more);
        return List.copyOf(all);
    }

    private static WorldRecord any(Visit visit, List<String> types) {
        return visit.any(visit.any(types.stream()
                .map(visit.world()::all)
                .filter(all -> !all.isEmpty())
                .toList()));
    }

    private static void read(Visit visit) throws IOException, InterruptedException {
        var record = any(visit, ALL_TYPES);
        visit.expectRecord(Call.get("/fhir/R4/" + record.reference()), "r", record);
    }

    private static void version(Visit visit) throws IOException, InterruptedException {
        var record = any(visit, List.of("Patient", "ServiceRequest", "DiagnosticReport", "Observation", "Specimen"));
        visit.expectRecord(Call.get("/fhir/R4/" + record.reference() + "/_history/1"), "r", record);
    }

    private static void history(Visit visit) throws IOException, InterruptedException {
        var record = any(visit, List.of("ServiceRequest", "DiagnosticReport", "Observation", "Specimen"));
        visit.expectRecord(Call.get("/fhir/R4/" + record.reference() + "/_history"), "r", record);
    }

    /// Whoever asks for what is not there hears the same, whatever it was.
    private static void missing(Visit visit) throws IOException, InterruptedException {
        var type = visit.any(ALL_TYPES);
        if (visit.asker().hasScopeFor(type)) {
            var call = Call.get("/fhir/R4/" + type + "/" + UUID.randomUUID());
            var answer = visit.send(call);
            visit.expectStatus(call, answer, 404, "what is not there");
            visit.expectSameWords(answer, type);
            visit.expectShown(call, answer, List.of(), Set.of());
            visit.looked(1);
        }
    }

    private static void byPatient(Visit visit) throws IOException, InterruptedException {
        var patient = visit.any(visit.world().patients());
        var type = visit.any(TYPES);
        var name = type.equals("Task") || type.equals("Consent") ? "patient" : visit.any(List.of("patient", "subject"));
        visit.expectSearch(
                Call.get("/fhir/R4/" + type + "?_count=200&" + name + "=Patient/" + patient.id()), patient, type);
    }

    private static void byForm(Visit visit) throws IOException, InterruptedException {
        var patient = visit.any(visit.world().patients());
        var type = visit.any(TYPES);
        var call = Call.post(
                        "/fhir/R4/" + type + "/_search",
                        FORM,
                        ("_count=200&patient=Patient/" + patient.id()).getBytes(StandardCharsets.UTF_8))
                .with("Accept", Call.FHIR_JSON);
        visit.expectSearch(call, patient, type);
    }

    /// It names no record of a patient, so there is nothing to refuse: rows are decided.
    private static void byNumber(Visit visit) throws IOException, InterruptedException {
        var patient = visit.any(visit.world().patients());
        if (patient.nhsNumber().isEmpty()) {
            return;
        }
        var type = visit.any(FOUND_BY_NUMBER);
        var call = Call.get("/fhir/R4/" + type + "?_count=200&patient:identifier="
                + Visit.query(PatientsMade.NHS_NUMBER + "|" + patient.nhsNumber()));
        visit.expectRows(call, visit.send(call), type, visit.world().of(patient, type));
    }

    private static void byIdentifier(Visit visit) throws IOException, InterruptedException {
        var record = any(visit, FOUND_BY_IDENTIFIER);
        var call = Call.get("/fhir/R4/" + record.type() + "?identifier="
                + Visit.query(record.names().identifier()));
        visit.expectRows(call, visit.send(call), record.type(), List.of(record));
    }

    private static void byIds(Visit visit) throws IOException, InterruptedException {
        var all = new ArrayList<>(visit.world().all(any(visit, ALL_TYPES).type()));
        Collections.shuffle(all, visit.random());
        var asked = all.subList(0, Math.min(all.size(), 1 + visit.random().nextInt(50)));
        var ids = asked.stream().map(WorldRecord::key).collect(Collectors.joining(","));
        var call = Call.get("/fhir/R4/" + all.getFirst().type() + "?_count=200&_id=" + ids);
        visit.expectRows(call, visit.send(call), all.getFirst().type(), asked);
    }

    /// What is not offered is refused by name; if it ever were offered, each record of the answer is decided.
    private static void additions(Visit visit) throws IOException, InterruptedException {
        var type = visit.any(TYPES);
        var patient = visit.any(visit.world().patients());
        var call = Call.get(
                "/fhir/R4/" + type + "?patient=Patient/" + patient.id() + ",Patient/x&" + visit.any(ADDITIONS));
        var answer = visit.send(call);
        var among = visit.world().records().stream()
                .filter(record -> record.patient() == patient)
                .toList();
        var shown = new Shown(visit.world()).in(answer);
        var allowed = visit.allowed("s", among);
        allowed.retainAll(shown);
        visit.compare(call, Optional.of(answer), shown, among, allowed);
        if (call.path().endsWith("_total=accurate") || call.path().endsWith("_summary=count")) {
            var countable =
                    among.stream().filter(record -> record.type().equals(type)).toList();
            visit.expectCounted(call, answer, visit.allowed("s", countable).size());
        } else {
            visit.expectTotal(call, answer);
        }
    }

    /// What is made of many rows shows none that a search would not show.
    private static void ofPatient(Visit visit) throws IOException, InterruptedException {
        var patient = visit.any(visit.world().patients());
        var call = Call.get(visit.any(List.of(
                "/fhir/R4/Patient/" + patient.id() + "/$everything?_count=200",
                "/fhir/R4/Observation/$lastn?max=100&patient=" + patient.id())));
        var answer = visit.send(call);
        var among = visit.world().records().stream()
                .filter(record -> record.patient() == patient)
                .toList();
        var allowed = visit.allowed("s", among);
        var shown = new Shown(visit.world()).in(answer);
        allowed.retainAll(shown);
        visit.compare(call, Optional.of(answer), shown, among, allowed);
        if (answer.status() >= 400) {
            visit.expectSameWords(
                    answer,
                    answer.reason().contains("scopes")
                            ? "for want of scope"
                            : "refused to a " + visit.asker().role());
        }
    }

    /// Entries with GET are not offered; if they were, each would be decided.
    private static void bundle(Visit visit, String kind) throws IOException, InterruptedException {
        var all = new ArrayList<>(visit.world().records());
        Collections.shuffle(all, visit.random());
        var asked = all.subList(0, Math.min(10, all.size()));
        var entries = asked.stream()
                .map(record -> "{\"request\":{\"method\":\"GET\",\"url\":\"" + record.reference() + "\"}}")
                .collect(Collectors.joining(","));
        var call = Call.post(
                "/fhir/R4", "{\"resourceType\":\"Bundle\",\"type\":\"" + kind + "\",\"entry\":[" + entries + "]}");
        var answer = visit.send(call);
        var shown = new Shown(visit.world()).in(answer);
        var allowed = visit.allowed("r", asked);
        allowed.retainAll(shown);
        visit.compare(call, Optional.of(answer), shown, asked, allowed);
    }
}
