package org.meridiandx.result.server;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.meridiandx.testkit.region.RegionTestResource;

/// A region whose service reaches PostgreSQL through a [DatabaseGate].
public final class GatedRegion implements QuarkusTestResourceLifecycleManager {
    private static final String URL = "quarkus.datasource.reactive.url";
    private final RegionTestResource region = new RegionTestResource();
    private DatabaseGate gate;

    /// After the region that the other tests share, so that these settings are the ones that count.
    @Override
    public int order() {
        return 100;
    }

    @Override
    public Map<String, String> start() {
        var settings = new HashMap<>(region.start());
        var url = String.valueOf(settings.get(URL));
        gate = new DatabaseGate(URI.create(url).getPort());
        settings.put(URL, url.replace(":" + URI.create(url).getPort(), ":" + gate.port()));
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        region.inject(injector);
        injector.injectIntoFields(gate, new TestInjector.MatchesType(DatabaseGate.class));
    }

    @Override
    public void stop() {
        region.stop();
        gate.shut();
    }
}
