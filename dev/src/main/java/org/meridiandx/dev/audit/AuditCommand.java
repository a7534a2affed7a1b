package org.meridiandx.dev.audit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.persona.SampleRegion;
import org.meridiandx.dev.persona.TokenClient;
import org.meridiandx.dev.region.RegionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `dx audit verify`: asks the running region to verify its log, shows how far it is, and says what
/// was found.
@Command(name = "audit", description = "Verifies the audit log of the region that is up.")
public final class AuditCommand {
    private final Workplace workplace;
    private final Terminal terminal;

    /// @param workplace where the region is
    /// @param terminal where to tell
    public AuditCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    /// @param heads signed heads that are kept elsewhere: a file, or the address of one
    /// @return 0 when the log holds, 1 when something was found
    @Command(
            name = "verify",
            description = {
                "Reads and hashes every entry again and compares the log with its signed end.",
                "Ends with 1 when an entry was deleted, changed, put in, moved or cut off, and says which."
            },
            mixinStandardHelpOptions = true)
    int verify(
            @Option(
                            names = "--heads",
                            paramLabel = "FILE",
                            description =
                                    "Heads that witnesses keep: a file or a URL, as /audit/witnessed-heads of "
                                            + "another region gives them. Finds even a log that was put back to an older state.")
                    @Nullable
                    String heads)
            throws InterruptedException {
        var region = workplace.region();
        var sample = SampleRegion.keptIn(Path.of(region.dataDirectory()));
        try (var http = HttpClient.newHttpClient()) {
            var token = new TokenClient(http, region.gatewayUrl(), sample).fetch(Persona.AUDITOR);
            var request = HttpRequest.newBuilder(URI.create(region.gatewayUrl() + "/audit/verify"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            heads == null ? "" : WitnessedHeads.limited(read(http, heads))))
                    .build();
            return show(http.send(request, HttpResponse.BodyHandlers.ofLines()));
        } catch (IOException | IllegalArgumentException e) {
            throw new RegionException(String.valueOf(e.getMessage()), e);
        }
    }

    private int show(HttpResponse<java.util.stream.Stream<String>> answer) {
        try (var lines = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new RegionException("The region refused to verify: " + answer.statusCode() + " "
                        + lines.findFirst().orElse(""));
            }
            var view = new VerificationView(terminal);
            lines.filter(line -> !line.isBlank()).forEach(view::accept);
            return view.finish();
        }
    }

    private static String read(HttpClient http, String heads) throws IOException, InterruptedException {
        var address = Optional.of(heads).filter(text -> text.startsWith("http://") || text.startsWith("https://"));
        if (address.isEmpty()) {
            return Files.readString(Path.of(heads));
        }
        var answer = http.send(HttpRequest.newBuilder(URI.create(heads)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(heads + " answered " + answer.statusCode());
        }
        return answer.body();
    }
}
