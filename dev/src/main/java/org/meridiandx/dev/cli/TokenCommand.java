package org.meridiandx.dev.cli;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.persona.SampleRegion;
import org.meridiandx.dev.persona.TokenClient;
import org.meridiandx.dev.region.RegionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `dx token PERSONA`: prints an access token and nothing else.
@Command(
        name = "token",
        description = "Prints an access token of a sample persona, and nothing else.",
        footer = {
            "",
            "Personas: gp, hospital-doctor, radiologist, lab, pacs, patient, stranger, loader, auditor",
            "Example:  curl -H \"Authorization: Bearer $(./dx token gp)\" http://localhost:8080/fhir/R4/Patient"
        })
final class TokenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PERSONA", description = "Whose token.")
    private String persona = "";

    private final Workplace workplace;
    private final Terminal terminal;

    TokenCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        var region = workplace.region();
        var sample = SampleRegion.keptIn(Path.of(region.dataDirectory()));
        try (var http = HttpClient.newHttpClient()) {
            var chosen = Persona.named(persona);
            terminal.output().println(new TokenClient(http, region.gatewayUrl(), sample).fetch(chosen));
            return 0;
        } catch (IllegalArgumentException | IOException e) {
            throw new RegionException(String.valueOf(e.getMessage()), e);
        }
    }
}
