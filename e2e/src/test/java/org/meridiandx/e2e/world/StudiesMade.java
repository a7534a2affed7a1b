package org.meridiandx.e2e.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.UUID;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.DicomParts;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.samples.DrawnStudy;
import org.meridiandx.dev.samples.SamplePatient;

/// Makes studies of one image.
final class StudiesMade {

    private static final String DICOM_JSON = "application/dicom+json";

    private final Region region;
    private final Marks marks;

    StudiesMade(Region region, Marks marks) {
        this.region = region;
        this.marks = marks;
    }

    WorldRecord make(WorldPatient patient, Basis basis, Persona sender) throws IOException, InterruptedException {
        var marker = marks.next();
        var shown = new SamplePatient(patient.nhsNumber(), marker, "ALEX", patient.birthDate(), "F");
        var study = DrawnStudy.chestRadiograph(shown, basis.accession());
        store(study, sender);
        var found =
                region.done(Persona.LOADER, Call.get("/fhir/R4/ImagingStudy?identifier=urn:oid:" + study.studyUid()));
        var resource = found.path("entry").path(0).path("resource");
        var named = new HashSet<>(basis.parties());
        named.add(sender.organisation().ods());
        return new WorldRecord(
                "ImagingStudy",
                Json.idOf(resource),
                patient,
                named,
                Json.labelsOf(resource),
                new WorldRecord.Names(marker, "urn:dicom:uid|urn:oid:" + study.studyUid(), image(study.studyUid())));
    }

    private void store(DrawnStudy study, Persona sender) throws IOException, InterruptedException {
        var parts = DicomParts.of(study.instances(), UUID.randomUUID().toString());
        region.done(
                sender,
                Call.post("/dicom-web/studies", parts.contentType(), parts.body())
                        .with("Accept", DICOM_JSON));
    }

    /// Where the study's image is, below `/dicom-web`.
    private String image(String study) throws IOException, InterruptedException {
        var metadata = Call.get("/dicom-web/studies/" + study + "/metadata").with("Accept", DICOM_JSON);
        var first = region.done(Persona.LOADER, metadata).path(0);
        return "/studies/" + study + "/series/" + dicom(first, "0020000E") + "/instances/" + dicom(first, "00080018");
    }

    private static String dicom(JsonNode attributes, String tag) {
        return attributes.path(tag).path("Value").path(0).asText();
    }
}
