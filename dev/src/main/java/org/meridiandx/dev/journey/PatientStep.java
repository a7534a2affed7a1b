package org.meridiandx.dev.journey;

import java.io.IOException;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.region.Service;
import org.meridiandx.dev.samples.SampleMessage;
import org.meridiandx.dev.samples.SamplePatient;

/// The hospital's patient administration system adds a person; the region knows the patient.
final class PatientStep implements Step {

    @Override
    public String title() {
        return "The hospital registers a patient";
    }

    @Override
    public void play(Script script) throws StepFailedException, IOException, InterruptedException {
        var message = SampleMessage.read(script.root(), "01-adt-a28").sentNow("A" + script.run());
        var reply = script.mllp(Service.IDENTITY, "hospital PAS", "ADT^A28", message.bytes());
        script.check("the message was accepted", reply.code().equals("AA"), reply.code() + " " + reply.reason());

        String path = "/fhir/R4/Patient?identifier="
                + Script.query(Systems.NHS_NUMBER + "|" + SamplePatient.THWAITE.nhsNumber());
        var found = script.http(Persona.HOSPITAL_DOCTOR, Call.get(path));
        script.check(
                "exactly one patient has this NHS number",
                found.status() == 200 && found.matches() == 1,
                found.status() + " with " + found.matches() + " matches");
        script.learn(
                Fact.PATIENT,
                found.json().path("entry").path(0).path("resource").path("id").asText());
        script.link("the patient", Persona.HOSPITAL_DOCTOR, path);
    }
}
