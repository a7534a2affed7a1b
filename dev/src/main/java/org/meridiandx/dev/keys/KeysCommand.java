package org.meridiandx.dev.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.persona.IssuerKey;
import org.meridiandx.dev.persona.IssuerKeys;
import org.meridiandx.dev.persona.SampleRegion;
import org.meridiandx.dev.region.RegionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `dx keys list|rotate`: lays a key beside those of the region that is up, as an operator does in
/// a cluster.
@Command(name = "keys", description = "Shows and rotates the keys that the region signs its tokens with.")
public final class KeysCommand {
    /// The least that identity-service publishes a key before it signs with it, and the half minute
    /// until it sees it.
    private static final Duration SHORTEST = Duration.ofMinutes(7);

    /// Beyond that it is a slip of the finger.
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Workplace workplace;
    private final Terminal terminal;
    private final Clock clock;

    /// @param workplace where the region is
    /// @param terminal where to tell
    /// @param clock what times are reckoned from
    public KeysCommand(Workplace workplace, Terminal terminal, Clock clock) {
        this.workplace = workplace;
        this.terminal = terminal;
        this.clock = clock;
    }

    /// @return 0
    @Command(
            name = "list",
            description = "Lists the key files and when each begins to sign; the latest that has come does.",
            mixinStandardHelpOptions = true)
    int list() {
        for (var file : keys().files()) {
            terminal.output()
                    .println(file.getFileName() + "  "
                            + IssuerKeys.from(file)
                                    .map(from -> "signs from " + from)
                                    .orElse("the first"));
        }
        return 0;
    }

    /// @param minutes until the key signs
    /// @param kind of the key
    /// @return 0 when the key lies there, 2 when that time is too soon or beyond a year
    @Command(
            name = "rotate",
            description = {
                "Makes the next key. The services learn of it before it signs; the old one",
                "stays published for an hour after that, so that tokens that were made",
                "before stay good. No restart, no refused request."
            },
            mixinStandardHelpOptions = true)
    int rotate(
            @Option(
                            names = "--in",
                            paramLabel = "MINUTES",
                            defaultValue = "10",
                            description = "When it begins to sign: from now, at least 7 minutes (10).")
                    int minutes,
            @Option(
                            names = "--kind",
                            paramLabel = "rsa|ec",
                            defaultValue = "rsa",
                            description = "rsa signs RS256, which every partner takes; ec signs ES256.")
                    IssuerKey kind) {
        if (minutes < SHORTEST.toMinutes()) {
            terminal.news().println("A key is published for 6 minutes before it signs: --in 7 or more.");
            return 2;
        }
        if (minutes > LONGEST.toMinutes()) {
            terminal.news().println("That is more than a year ahead: --in " + LONGEST.toMinutes() + " or less.");
            return 2;
        }
        var from = clock.instant().plus(Duration.ofMinutes(minutes)).truncatedTo(ChronoUnit.SECONDS);
        var file = keys().add(kind, from);
        terminal.output().println("%s signs with %s from %s".formatted(file.getFileName(), kind.algorithm(), from));
        return 0;
    }

    private IssuerKeys keys() {
        try {
            return SampleRegion.issuerKeysIn(Path.of(workplace.region().dataDirectory()));
        } catch (IOException e) {
            throw new RegionException(String.valueOf(e.getMessage()), e);
        }
    }
}
