package org.meridiandx.imaging.server;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.ProductionCheck;

/// Production keeps its images where they outlive the process.
@ApplicationScoped
class ImagingProductionCheck implements ProductionCheck {
    private final Path storeDirectory;

    ImagingProductionCheck(@ConfigProperty(name = "meridian.store.directory") Path storeDirectory) {
        this.storeDirectory = storeDirectory;
    }

    @Override
    public List<String> findings() {
        return storeDirectory.isAbsolute()
                ? List.of()
                : List.of("meridian.store.directory must be an absolute path on a volume that outlives the process.");
    }
}
