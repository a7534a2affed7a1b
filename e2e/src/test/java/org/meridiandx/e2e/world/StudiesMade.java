package org.meridiandx.e2e.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.DicomParts;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.samples.DrawnStudy;
import org.meridiandx.dev.samples.SamplePatient;

/// Makes studies of one image.
final class StudiesMade {

    private static final String DICOM_JSON = "application/dicom+json";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);

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
        var labels = Json.labels(basis.label());
        var resource = labelled(study, labels);
        var named = new HashSet<>(basis.parties());
        named.add(sender.organisation().ods());
        return new WorldRecord(
                "ImagingStudy",
                Json.idOf(resource),
                patient,
                named,
                labels,
                new WorldRecord.Names(marker, "urn:dicom:uid|urn:oid:" + study.studyUid(), image(study.studyUid())));
    }

    /// The study once it has the labels of its order.
    private JsonNode labelled(DrawnStudy study, Set<String> labels) throws IOException, InterruptedException {
        var asked = Call.get("/fhir/R4/ImagingStudy?identifier=urn:oid:" + study.studyUid());
        var end = Instant.now().plus(PATIENCE);
        while (true) {
            var resource =
                    region.done(Persona.LOADER, asked).path("entry").path(0).path("resource");
            if (Json.labelsOf(resource).equals(labels)) {
                return resource;
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("A study has the labels " + Json.labelsOf(resource) + ", not " + labels);
            }
            Thread.sleep(PAUSE);
        }
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
