package org.meridiandx.dev.journey;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.DicomParts;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.samples.DrawnStudy;
import org.meridiandx.dev.samples.SamplePatient;

/// The scanner's archive stores the study under the accession number; the order says that images are there.
final class ImagesStep implements Step {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public String title() {
        return "The scanner's archive stores the images";
    }

    @Override
    public void play(Script script) throws StepFailedException, IOException, InterruptedException {
        var study = DrawnStudy.chestCt(SamplePatient.THWAITE, script.fact(Fact.ACCESSION));
        var parts = DicomParts.of(study.instances(), UUID.randomUUID().toString());
        var stored = script.http(
                Persona.PACS,
                Call.post("/dicom-web/studies", parts.contentType(), parts.body())
                        .with("Accept", "application/dicom+json"));
        int accepted = stored.json().path("00081199").path("Value").size();
        script.check(
                "all " + study.instances().size() + " instances were stored",
                stored.status() == 200 && accepted == study.instances().size(),
                stored.status() + " with " + accepted + " " + stored.reason());
        script.learn(Fact.STUDY, study.studyUid());

        String path = "/fhir/R4/Task?focus=ServiceRequest/" + script.fact(Fact.IMAGING_ORDER);
        var task = script.await(Persona.GP, Call.get(path), PATIENCE, ImagesStep::saysImagesAvailable);
        script.check(
                "the GP sees at the order that images are available",
                saysImagesAvailable(task),
                task.status() + " "
                        + task.json().path("entry").path(0).path("resource").path("businessStatus"));
        script.link("the order's task", Persona.GP, path);
        script.link("the study", Persona.RADIOLOGIST, "/dicom-web/studies/" + study.studyUid() + "/metadata");
    }

    private static boolean saysImagesAvailable(Answer answer) {
        for (var entry : answer.json().path("entry")) {
            String status = entry.path("resource").path("businessStatus").toString();
            if (status.toLowerCase(Locale.ROOT).replace('-', ' ').contains("images available")) {
                return true;
            }
        }
        return false;
    }
}
