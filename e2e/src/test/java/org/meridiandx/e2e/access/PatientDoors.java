package org.meridiandx.e2e.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.e2e.world.Asker;
import org.meridiandx.e2e.world.PatientsMade;
import org.meridiandx.e2e.world.WorldRecord;
import org.meridiandx.testkit.policy.ReferencePolicy.Promise;

/// What is asked about patients beside their records: who they are, who looked, how to reach them, why somebody may.
final class PatientDoors {

    private static final List<String> ACTIONS = List.of("c", "r", "u", "d", "s");

    private PatientDoors() {}

    static List<Door> all() {
        return List.of(
                new Door("search by demographics", PatientDoors::demographics),
                new Door("$match", PatientDoors::match),
                new Door("$history-of-values", PatientDoors::values),
                new Door("$contact-preferences", PatientDoors::contact),
                new Door("$who-looked", PatientDoors::whoLooked),
                new Door("search of AuditEvent", PatientDoors::audit),
                new Door("$acknowledgements", PatientDoors::acknowledgements),
                new Door("$follow-up", PatientDoors::followUp),
                new Door("steps of a follow-up", PatientDoors::followUpSteps),
                new Door("$explain-access", PatientDoors::explain),
                new Door("work lists", PatientDoors::workLists));
    }

    private static WorldRecord any(Visit visit) {
        return visit.any(visit.world().all("Patient"));
    }

    private static void demographics(Visit visit) throws IOException, InterruptedException {
        var record = any(visit);
        var patient = record.patient();
        var call = Call.get("/fhir/R4/Patient?family=" + patient.family() + "&birthdate=" + patient.birthDate());
        visit.expectRows(call, visit.send(call), "Patient", List.of(record));
    }

    private static void match(Visit visit) throws IOException, InterruptedException {
        var record = any(visit);
        var patient = record.patient();
        var asked = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        var parameter = asked.withArray("/parameter").addObject().put("name", "resource");
        var described = parameter.withObject("/resource").put("resourceType", "Patient");
        described.put("birthDate", patient.birthDate());
        described
                .withArray("/name")
                .addObject()
                .put("family", patient.family())
                .withArray("/given")
                .add("Alex");
        if (!patient.nhsNumber().isEmpty()) {
            described
                    .withArray("/identifier")
                    .addObject()
                    .put("system", PatientsMade.NHS_NUMBER)
                    .put("value", patient.nhsNumber());
        }
        var call = Call.post("/fhir/R4/Patient/$match", asked.toString());
        visit.expectRows(call, visit.send(call), "Patient", List.of(record));
    }

    private static void values(Visit visit) throws IOException, InterruptedException {
        var record = any(visit);
        var call = Call.get("/fhir/R4/Patient/" + record.key() + "/$history-of-values");
        var answer = visit.send(call);
        if (visit.may("r", record)) {
            // Empty where one source alone has spoken.
            expectAnswered(visit, call, answer, record, Set.of(200));
        } else {
            visit.expectRefusal(call, answer, List.of(record), "r");
        }
    }

    private static void contact(Visit visit) throws IOException, InterruptedException {
        var record = any(visit);
        var call = Call.get("/fhir/R4/Patient/" + record.key() + "/$contact-preferences");
        var answer = visit.send(call);
        if (visit.may("r", record)) {
            // Nobody has said anything.
            expectAnswered(visit, call, answer, record, Set.of(404));
        } else {
            visit.expectRefusal(call, answer, List.of(record), "r");
        }
    }

    private static void whoLooked(Visit visit) throws IOException, InterruptedException {
        var record = any(visit);
        about(visit, record, Call.get("/fhir/R4/Patient/" + record.key() + "/$who-looked"), "r");
    }

    private static void audit(Visit visit) throws IOException, InterruptedException {
        var record = any(visit);
        about(visit, record, Call.get("/fhir/R4/AuditEvent?_count=5&patient=Patient/" + record.key()), "s");
    }

    /// Entries of the log about a patient.
    private static void about(Visit visit, WorldRecord record, Call call, String action)
            throws IOException, InterruptedException {
        var answer = visit.send(call);
        var question = new Verdicts.About("AuditEvent", record.patient(), Set.of(), Set.of());
        if (visit.verdicts().of(visit.asker(), action, question).isAllowed()) {
            expectAnswered(visit, call, answer, record, Set.of(200));
        } else {
            visit.expectRefusal(call, answer, List.of(record), action);
        }
    }

    private static void acknowledgements(Visit visit) throws IOException, InterruptedException {
        var record = visit.any(visit.world().all("DiagnosticReport"));
        aboutReport(visit, record, Call.get("/fhir/R4/" + record.reference() + "/$acknowledgements"));
    }

    /// How a report is followed is as closed as the report.
    private static void followUp(Visit visit) throws IOException, InterruptedException {
        var record = visit.any(visit.world().all("DiagnosticReport"));
        aboutReport(visit, record, Call.get("/fhir/R4/" + record.reference() + "/$follow-up"));
    }

    private static void followUpSteps(Visit visit) throws IOException, InterruptedException {
        var record = visit.any(visit.world().all("DiagnosticReport"));
        var id = record.reference().substring("DiagnosticReport/".length());
        aboutReport(visit, record, Call.get("/results/follow-ups/" + id).with("Accept", "application/json"));
    }

    private static void aboutReport(Visit visit, WorldRecord record, Call call)
            throws IOException, InterruptedException {
        var answer = visit.send(call);
        if (visit.may("r", record)) {
            expectAnswered(visit, call, answer, record, Set.of(200));
        } else {
            visit.expectRefusal(call, answer, List.of(record), "r");
        }
    }

    private static void expectAnswered(
            Visit visit, Call call, Answer answer, WorldRecord record, Set<Integer> statuses) {
        visit.looked(1);
        visit.expectShown(call, answer, List.of(), Set.of());
        if (!statuses.contains(answer.status())) {
            visit.differ(call, answer, "promised one of " + statuses + " for " + record);
        }
    }

    /// Nothing of this world waits for its patient, so nobody finds anything of it there.
    private static void workLists(Visit visit) throws IOException, InterruptedException {
        var call = Call.get(visit.any(List.of(
                "/orders/unmatched",
                "/results/unmatched",
                "/results/follow-ups?_count=200&list=team",
                "/results/follow-ups?_count=200&list=unaddressed")));
        var answer = visit.send(call);
        visit.looked(1);
        for (var item : answer.json().path("items")) {
            visit.world()
                    .byReference(item.path("report").asText())
                    .filter(record -> !visit.may("s", record))
                    .ifPresent(record -> visit.differ(call, answer, "lists " + record));
        }
        new Shown(visit.world()).in(answer).forEach(record -> visit.differ(call, answer, "shows " + record));
    }

    /// For auditors the decision about anybody; it is the same as the table's.
    private static void explain(Visit visit) throws IOException, InterruptedException {
        var record = visit.any(visit.world().records());
        var other = visit.any(visit.world().askers());
        var action = visit.any(ACTIONS);
        var call = Call.post(
                "/fhir/R4/Patient/" + record.patient().id() + "/$explain-access",
                question(other, action, record).toString());
        var answer = visit.send(call);
        var about = new Verdicts.About("AuditEvent", record.patient(), Set.of(), Set.of());
        var isAuditor =
                visit.asker().role().equals("auditor") || visit.asker().role().equals("loader");
        if (isAuditor && visit.verdicts().of(visit.asker(), "r", about).isAllowed()) {
            visit.looked(1);
            visit.expectShown(call, answer, List.of(), Set.of());
            var promise = visit.verdicts().ofAnyScope(other, action, record);
            if (!isSame(answer.json(), promise)) {
                visit.differ(
                        call,
                        answer,
                        "explains " + answer.text() + " for " + other + ", " + record + " where row " + promise.row()
                                + " says " + promise);
            }
        } else {
            visit.expectRefusal(call, answer, List.of(record), "r");
        }
    }

    private static ObjectNode question(Asker other, String action, WorldRecord record) {
        var asked = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        add(asked, "client", other.client().clientId());
        add(asked, "organisation", other.organisation());
        add(asked, "role", other.role());
        add(asked, "purpose", other.purpose());
        add(asked, "action", action);
        add(asked, "resourceType", record.type());
        add(asked, "user", other.person());
        other.self().ifPresent(self -> add(asked, "callerPatient", self.id()));
        record.organisations().forEach(code -> add(asked, "recordOrganisation", code));
        record.labels().forEach(code -> add(asked, "label", code));
        return asked;
    }

    private static void add(ObjectNode parameters, String name, String value) {
        parameters.withArray("/parameter").addObject().put("name", name).put("valueString", value);
    }

    private static boolean isSame(JsonNode explained, Promise promise) {
        var obligations = new HashSet<String>();
        var isAllowed = false;
        var reason = "";
        for (var parameter : explained.path("parameter")) {
            switch (parameter.path("name").asText()) {
                case "allowed" -> isAllowed = parameter.path("valueBoolean").asBoolean();
                case "reason" -> reason = parameter.path("valueString").asText();
                case "obligation" ->
                    obligations.add(parameter.path("valueString").asText());
                default -> {}
            }
        }
        return isAllowed == promise.isAllowed()
                && reason.equals(promise.because())
                && obligations.equals(promise.obligations());
    }
}
