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
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `dx token PERSONA`: prints an access token and nothing else.
@Command(
        name = "token",
        description = "Prints an access token of a sample persona, and nothing else.",
        footer = {
            "",
            "Personas: gp, hospital-doctor, radiologist, lab, pacs, patient, stranger, auditor, loader, developer, operator",
            "Example:  curl -H \"Authorization: Bearer $(./dx token gp)\" http://localhost:8080/fhir/R4/Patient",
            "          ./dx token gp --for http://localhost:8080/cds-services/order-select"
        })
final class TokenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PERSONA", description = "Whose token.", converter = PersonaConverter.class)
    private Persona persona = Persona.GP;

    @Option(
            names = "--for",
            paramLabel = "URL",
            description = "Print a token that the persona signs itself, for one call of this address (CDS Hooks).")
    private String address = "";

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
            var client = new TokenClient(http, region.gatewayUrl(), sample);
            terminal.output().println(address.isEmpty() ? client.fetch(persona) : client.signed(persona, address));
            return 0;
        } catch (IOException e) {
            throw new RegionException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Made by picocli.
    static final class PersonaConverter implements ITypeConverter<Persona> {
        @Override
        public Persona convert(String value) {
            try {
                return Persona.named(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
