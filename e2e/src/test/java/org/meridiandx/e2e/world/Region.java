package org.meridiandx.e2e.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.region.Service;

/// The region as those use it who make the world: whatever they ask for has to succeed.
public record Region(PartnerClient partner) {

    public JsonNode created(Persona who, Call call) throws IOException, InterruptedException {
        return required(201, who, call);
    }

    public JsonNode done(Persona who, Call call) throws IOException, InterruptedException {
        return required(200, who, call);
    }

    private JsonNode required(int status, Persona who, Call call) throws IOException, InterruptedException {
        Answer answer = partner.send(who, call);
        if (answer.status() != status) {
            throw new AssertionError(who + " " + call + ": " + answer.status() + " " + answer.reason());
        }
        return answer.json();
    }

    public void tell(Service service, String message) throws IOException {
        try (var line = partner.mllp(service)) {
            var reply = line.send(message.getBytes(StandardCharsets.UTF_8));
            if (!reply.code().equals("AA") || !reply.reason().isEmpty()) {
                throw new AssertionError(service + " answered " + reply.code() + " " + reply.reason());
            }
        }
    }

    /// Patient.id of the patient with this NHS number.
    public String idOf(WorldPatient patient) throws IOException, InterruptedException {
        var found = done(
                Persona.LOADER,
                Call.get("/fhir/R4/Patient?identifier=" + PatientsMade.NHS_NUMBER + "%7C" + patient.nhsNumber()));
        return found.path("entry").path(0).path("resource").path("id").asText();
    }
}
