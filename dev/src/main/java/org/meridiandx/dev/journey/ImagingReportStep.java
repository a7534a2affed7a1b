package org.meridiandx.dev.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.samples.SamplePatient;

/// The radiologist finds the study, opens it and files a report; the imaging order closes.
final class ImagingReportStep implements Step {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String DICOM_JSON = "application/dicom+json";

    private static final String REPORT = """
            {
              "resourceType": "DiagnosticReport",
              "identifier": [{
                "type": {"coding": [{"system": "%s", "code": "FILL"}]},
                "system": "https://st-aldhelms.example/Id/report",
                "value": "RX901-RR-%s",
                "assigner": {"identifier": {"system": "%s", "value": "RX901"}}
              }],
              "basedOn": [{"reference": "ServiceRequest/%s"}],
              "status": "final",
              "category": [{"coding": [
                {"system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "RAD", "display": "Radiology"}
              ]}],
              "code": {"coding": [{
                "system": "http://snomed.info/sct",
                "code": "169069000",
                "display": "Computed tomography of chest"
              }], "text": "CT chest"},
              "subject": {"identifier": {"system": "%s", "value": "%s"}},
              "effectiveDateTime": "%s",
              "issued": "%s",
              "performer": [{
                "identifier": {"system": "%s", "value": "RX901"},
                "display": "St Aldhelm's Hospital"
              }],
              "conclusion": "Solid nodule of 11 mm in the right upper lobe. Refer to the lung nodule clinic."
            }
            """;

    @Override
    public String title() {
        return "The radiologist opens the study and reports it";
    }

    @Override
    public void play(Script script) throws StepFailedException, IOException, InterruptedException {
        openStudy(script);
        var filed = script.http(
                Persona.RADIOLOGIST,
                Call.post("/fhir/R4/DiagnosticReport", report(script.fact(Fact.IMAGING_ORDER), script.run())));
        script.check("the report was filed", filed.status() == 201, filed.status() + " " + filed.reason());
        String id = filed.json().path("id").asText();
        script.learn(Fact.IMAGING_REPORT, id);
        script.link("the imaging report", Persona.GP, "/fhir/R4/DiagnosticReport/" + id);

        var call = Call.get("/fhir/R4/ServiceRequest/" + script.fact(Fact.IMAGING_ORDER));
        var order = script.await(Persona.GP, call, PATIENCE, LabResultStep::isCompleted);
        script.check(
                "the imaging order is completed",
                LabResultStep.isCompleted(order),
                order.status() + " " + order.json().path("status").asText());
    }

    private static void openStudy(Script script) throws StepFailedException, IOException, InterruptedException {
        String query = "/dicom-web/studies?AccessionNumber=" + Script.query(script.fact(Fact.ACCESSION));
        var found = script.http(Persona.RADIOLOGIST, Call.get(query).with("Accept", DICOM_JSON));
        String study =
                found.json().path(0).path("0020000D").path("Value").path(0).asText();
        script.check(
                "QIDO finds the study by accession number",
                found.status() == 200 && found.json().size() == 1 && study.equals(script.fact(Fact.STUDY)),
                found.status() + " with " + found.json().size() + " studies");
        script.link("the study in QIDO", Persona.RADIOLOGIST, query);

        var metadata = script.http(
                Persona.RADIOLOGIST,
                Call.get("/dicom-web/studies/" + study + "/metadata").with("Accept", DICOM_JSON));
        script.check(
                "its metadata names 12 instances",
                metadata.status() == 200 && metadata.json().size() == 12,
                metadata.status() + " with " + metadata.json().size());
        var first = metadata.json().path(0);
        String instance = "/dicom-web/studies/" + study + "/series/"
                + first.path("0020000E").path("Value").path(0).asText() + "/instances/"
                + first.path("00080018").path("Value").path(0).asText();
        var image = script.http(
                Persona.RADIOLOGIST,
                Call.get(instance).with("Accept", "multipart/related; type=\"application/dicom\""));
        script.check(
                "WADO gives a DICOM file",
                image.status() == 200 && image.text(StandardCharsets.ISO_8859_1).contains("DICM"),
                image.status() + " with " + image.body().length + " bytes");
    }

    private static String report(String order, String run) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return REPORT.formatted(
                Systems.IDENTIFIER_TYPE,
                run,
                Systems.ODS,
                order,
                Systems.NHS_NUMBER,
                SamplePatient.THWAITE.nhsNumber(),
                now,
                now,
                Systems.ODS);
    }
}
