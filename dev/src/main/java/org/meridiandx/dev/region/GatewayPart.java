package org.meridiandx.dev.region;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.meridiandx.dev.gateway.Gateway;
import org.meridiandx.dev.gateway.routes.RouteTable;
import org.meridiandx.dev.process.LogFile;
import org.meridiandx.dev.process.ProcessId;

/// The gateway, which lives inside the supervisor.
final class GatewayPart implements Part {

    private final RegionSettings settings;
    private final Ports ports;
    private volatile @Nullable Gateway gateway;

    GatewayPart(RegionSettings settings, Ports ports) {
        this.settings = settings;
        this.ports = ports;
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public void start() throws PartFailedException {
        try {
            var routes = RouteTable.read(settings.root().resolve("charts/diagnostics-region/values.yaml"));
            var services = Arrays.stream(Service.values()).collect(Collectors.toMap(Service::title, ports::http));
            gateway = Gateway.start(routes, services, ports.gateway());
        } catch (RuntimeException e) {
            throw new PartFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public CompletionStage<?> ended() {
        return new CompletableFuture<>();
    }

    @Override
    public void stop() {
        var running = gateway;
        gateway = null;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public RegionState.PartState state() {
        return new RegionState.PartState(
                name(), ProcessId.NONE, "", log().path().toString());
    }

    @Override
    public LogFile log() {
        return new LogFile(settings.supervisorLog());
    }
}
