package org.meridiandx.order.cdshooks;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.meridiandx.testkit.port.FreePort;

/// Registers a FHIR server for the client `gp`, at a port that is free.
public final class RegisteredEhr implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of("meridian.cds-hooks.fhir-servers.gp", "http://localhost:" + FreePort.take() + "/fhir");
    }

    @Override
    public void stop() {}
}
