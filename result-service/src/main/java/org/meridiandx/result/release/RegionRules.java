package org.meridiandx.result.release;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.result.release.rules.RuleTable;

/// What counts where an organisation has no rule of its own. A misspelt or missing one stops the start.
@Startup
@ApplicationScoped
class RegionRules {
    private final RuleTable table;

    RegionRules(@ConfigProperty(name = "meridian.release.rules") List<String> rules) {
        this.table = RuleTable.ofRegion(rules);
    }

    RuleTable table() {
        return table;
    }
}
