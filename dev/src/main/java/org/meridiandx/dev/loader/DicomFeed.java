package org.meridiandx.dev.loader;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.DicomParts;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.Persona;

/// Stores DICOM files by STOW-RS, one request per folder, and looks for each again by QIDO-RS.
final class DicomFeed {

    private static final String TYPE = "DICOM";
    private static final String DICOM_JSON = "application/dicom+json";
    private static final String REFERENCED_SOP_SEQUENCE = "00081199";
    private static final String FAILED_SOP_SEQUENCE = "00081198";
    private static final String OTHER_FAILURES_SEQUENCE = "0008119A";
    private static final String FAILURE_REASON = "00081197";
    private static final String REFERENCED_SOP_INSTANCE_UID = "00081155";

    private final PartnerClient partner;
    private final Path folder;

    DicomFeed(PartnerClient partner, Path folder) {
        this.partner = partner;
        this.folder = folder;
    }

    /// Stores the files of one folder in one request.
    List<Outcome> load(Path directory, List<Path> files) throws IOException, InterruptedException {
        String name = folder.relativize(directory).toString();
        var contents = new ArrayList<byte[]>();
        for (var file : files) {
            contents.add(Files.readAllBytes(file));
        }
        var parts = DicomParts.of(contents, UUID.randomUUID().toString());
        try {
            var answer = partner.send(
                    Persona.LOADER,
                    Call.post("/dicom-web/studies", parts.contentType(), parts.body())
                            .with("Accept", DICOM_JSON));
            return outcomes(name, files.size(), answer);
        } catch (IOException e) {
            return files.stream().map(file -> Outcome.unanswered(name, TYPE, e)).toList();
        }
    }

    private List<Outcome> outcomes(String name, int sent, Answer answer) throws IOException, InterruptedException {
        var outcomes = new ArrayList<Outcome>();
        if (answer.status() >= 500) {
            for (int i = 0; i < sent; i++) {
                outcomes.add(new Outcome(name, TYPE, Outcome.Kind.FAILED, answer.status() + " " + answer.reason()));
            }
            return outcomes;
        }
        for (var stored : answer.json().path(REFERENCED_SOP_SEQUENCE).path("Value")) {
            outcomes.add(look(name, value(stored, REFERENCED_SOP_INSTANCE_UID)));
        }
        for (String sequence : List.of(FAILED_SOP_SEQUENCE, OTHER_FAILURES_SEQUENCE)) {
            for (var failed : answer.json().path(sequence).path("Value")) {
                String reason = String.format(
                        Locale.ROOT,
                        "failure reason %04X",
                        failed.path(FAILURE_REASON).path("Value").path(0).asInt());
                outcomes.add(new Outcome(name, TYPE, Outcome.Kind.REJECTED, reason));
            }
        }
        while (outcomes.size() < sent) {
            outcomes.add(new Outcome(name, TYPE, Outcome.Kind.REJECTED, answer.status() + ": not named in the answer"));
        }
        return outcomes;
    }

    private Outcome look(String name, String instance) throws IOException, InterruptedException {
        var found = partner.send(
                Persona.LOADER,
                Call.get("/dicom-web/instances?SOPInstanceUID=" + instance).with("Accept", DICOM_JSON));
        if (found.status() == 200 && found.json().size() >= 1) {
            return Outcome.accepted(name, TYPE);
        }
        var kind = found.status() >= 500 ? Outcome.Kind.FAILED : Outcome.Kind.REJECTED;
        return new Outcome(name, TYPE, kind, "stored, but not found by QIDO: " + found.status());
    }

    private static String value(JsonNode dataset, String tag) {
        return dataset.path(tag).path("Value").path(0).asText();
    }
}
