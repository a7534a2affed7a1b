package org.meridiandx.dev.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.meridiandx.dev.region.RegionState;
import org.meridiandx.dev.region.RegionState.PartState;
import picocli.CommandLine.Command;

/// `dx status`: what runs, and whether it is well.
@Command(
        name = "status",
        description = "Shows what runs and where.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every part is well", "1:no region is up, or a part is not well"})
final class StatusCommand implements Callable<Integer> {

    private final Workplace workplace;
    private final Terminal terminal;

    StatusCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        var region = workplace.region();
        boolean isReady = region.status().equals(RegionState.READY);
        var conditions = new LinkedHashMap<PartState, String>();
        try (var client = HttpClient.newHttpClient()) {
            for (var part : region.parts()) {
                conditions.put(part, isReady ? condition(part, client) : whileStarting(part));
            }
        }
        boolean isWell = isReady && conditions.values().stream().noneMatch(condition -> condition.startsWith("not"));
        String heading = isReady && !isWell ? "not well: a part is away" : region.status();
        terminal.output().println("  " + region.region() + " is " + heading);
        conditions.forEach((part, condition) -> terminal.output()
                .println(String.format(Locale.ROOT, "  %-22s %-12s %s", part.name(), condition, process(part))));
        RegionTable.print(region, terminal.output());
        return isWell ? 0 : 1;
    }

    private static String whileStarting(PartState part) {
        return part.process().find().isEmpty() || part.name().equals("gateway") ? "not yet up" : "running";
    }

    private static String process(PartState part) {
        return part.process().pid() == 0 ? "" : "process " + part.process().pid();
    }

    private static String condition(PartState part, HttpClient client) throws InterruptedException {
        if (part.name().equals("gateway")) {
            return "running";
        }
        if (part.process().find().isEmpty()) {
            return "not running";
        }
        if (part.url().isEmpty()) {
            return "running";
        }
        try {
            var request = HttpRequest.newBuilder(URI.create(part.url() + "/ready"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            var response = client.send(request, HttpResponse.BodyHandlers.discarding());
            return response.statusCode() == 200 ? "ready" : "not ready";
        } catch (IOException e) {
            return "not ready";
        }
    }
}
