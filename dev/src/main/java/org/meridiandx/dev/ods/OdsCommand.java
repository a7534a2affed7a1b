package org.meridiandx.dev.ods;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.region.RegionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dx ods load DIR|FILE...`: loads published ODS files into the region that is up.
@Command(name = "ods", description = "Fills the region's directory of places and people from published ODS files.")
public final class OdsCommand {
    private static final int ROWS = 1_000;
    private static final int TRIES = 5;
    private static final long PAUSE_MILLIS = 500;
    private final Workplace workplace;
    private final Terminal terminal;

    /// @param workplace where the region is
    /// @param terminal where to tell
    public OdsCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    /// @param paths folders or files
    /// @param layout of all these files, where their names do not tell it
    /// @return 0 when all rows were used, 1 when some were refused
    @Command(
            name = "load",
            description = {
                "Loads files as they are published: CSV or JSON, plain, gzipped or zipped. Only differences are",
                "written, so that it can be repeated with the same files and with newer ones."
            },
            mixinStandardHelpOptions = true)
    int load(
            @Parameters(arity = "1..*", paramLabel = "DIR|FILE", description = "Folders or files.") List<Path> paths,
            @Option(
                            names = "--layout",
                            paramLabel = "NAME",
                            description = "epraccur, etrust, egpcur, succ, ...: where the names of files do not tell.")
                    @Nullable
                    String layout)
            throws InterruptedException {
        try {
            var files = filesOf(paths, layout);
            if (files.isEmpty()) {
                throw new RegionException("None of these is a file of ODS data that is known.");
            }
            var partner = PartnerClient.of(workplace.region(), workplace.home());
            var totals = new OdsTotals();
            for (var file : files) {
                totals.add(load(partner, file));
            }
            totals.lines().forEach(terminal.output()::println);
            return totals.refused() == 0 ? 0 : 1;
        } catch (IOException e) {
            throw new RegionException(String.valueOf(e.getMessage()), e);
        }
    }

    private List<OdsFile> filesOf(List<Path> paths, @Nullable String layout) throws IOException {
        var files = new ArrayList<OdsFile>();
        for (var path : paths) {
            if (!Files.exists(path)) {
                throw new RegionException("There is no " + path + ".");
            }
            for (var file : Files.isDirectory(path) ? within(path) : List.of(path)) {
                if (layout != null) {
                    files.add(new OdsFile(file, layout));
                } else {
                    OdsFile.of(file)
                            .ifPresentOrElse(files::add, () -> terminal.news().println(file + " is left out"));
                }
            }
        }
        return files;
    }

    private static List<Path> within(Path folder) throws IOException {
        try (var found = Files.list(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private OdsTotals load(PartnerClient partner, OdsFile file) throws IOException, InterruptedException {
        var totals = new OdsTotals();
        try (var pieces = OdsPieces.of(file, ROWS)) {
            for (var piece = pieces.next(); piece != null; piece = pieces.next()) {
                totals.add(send(partner, file, piece));
                show(file, totals);
            }
        } catch (CharacterCodingException other) {
            throw new RegionException(
                    file.path() + " is not UTF-8; convert it first: iconv -f WINDOWS-1252 -t UTF-8", other);
        }
        if (terminal.live()) {
            terminal.news().print("\r\u001B[K");
        }
        terminal.output().println(file.path() + " (" + file.layout() + ")");
        totals.lines().forEach(line -> terminal.output().println("  " + line));
        return totals;
    }

    private void show(OdsFile file, OdsTotals totals) {
        if (terminal.live()) {
            terminal.news()
                    .print(String.format(
                            Locale.ROOT, "\r\u001B[K%s: %,d rows", file.path().getFileName(), totals.read()));
            terminal.news().flush();
        }
    }

    /// A piece is safe to repeat: what was written the first time is unchanged the second.
    private static com.fasterxml.jackson.databind.JsonNode send(PartnerClient partner, OdsFile file, byte[] piece)
            throws IOException, InterruptedException {
        var call = Call.post("/directory/ods/" + file.layout(), file.isJson() ? "application/json" : "text/csv", piece);
        for (var attempt = 1; ; attempt++) {
            var answer = partner.send(Persona.LOADER, call);
            if (answer.isSuccess()) {
                return answer.json();
            }
            var isPassing = answer.status() == 409 || answer.status() == 429 || answer.status() >= 500;
            if (!isPassing || attempt == TRIES) {
                throw new RegionException("The region refused a piece of " + file.path() + ": " + answer.status() + " "
                        + answer.reason());
            }
            Thread.sleep(PAUSE_MILLIS * attempt);
        }
    }
}
