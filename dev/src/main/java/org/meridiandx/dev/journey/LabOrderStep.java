package org.meridiandx.dev.journey;

import java.io.IOException;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.region.Service;
import org.meridiandx.dev.samples.SampleMessage;

/// The surgery's other system asks for two blood tests by HL7 v2.
final class LabOrderStep implements Step {

    @Override
    public String title() {
        return "The surgery asks for blood tests by HL7 v2";
    }

    @Override
    public void play(Script script) throws StepFailedException, IOException, InterruptedException {
        String fbc = "Y90001-L-" + script.run() + "-1";
        String ue = "Y90001-L-" + script.run() + "-2";
        var message = SampleMessage.read(script.root(), "04-oml-o21")
                .sentNow("L" + script.run())
                .with("ORC", 0, 2, fbc + "^Y90001")
                .with("OBR", 0, 2, fbc + "^Y90001")
                .with("ORC", 1, 2, ue + "^Y90001")
                .with("OBR", 1, 2, ue + "^Y90001");
        var reply = script.mllp(Service.ORDER, "GP system", "OML^O21", message.bytes());
        script.check("the message was accepted", reply.code().equals("AA"), reply.code() + " " + reply.reason());
        script.learn(Fact.FBC_PLACER, fbc);
        script.learn(Fact.UE_PLACER, ue);
        script.learn(Fact.FBC_ORDER, find(script, fbc));
        script.learn(Fact.UE_ORDER, find(script, ue));
    }

    private static String find(Script script, String placer)
            throws StepFailedException, IOException, InterruptedException {
        String path = "/fhir/R4/ServiceRequest?identifier=" + Script.query(placer);
        var found = script.http(Persona.GP, Call.get(path));
        script.check(
                "the GP finds order " + placer + " once",
                found.status() == 200 && found.matches() == 1,
                found.status() + " with " + found.matches() + " matches");
        var order = found.json().path("entry").path(0).path("resource");
        script.check(
                "it is active",
                order.path("status").asText().equals("active"),
                order.path("status").asText());
        script.link("lab order " + placer, Persona.GP, path);
        return order.path("id").asText();
    }
}
