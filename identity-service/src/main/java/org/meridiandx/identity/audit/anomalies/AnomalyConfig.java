package org.meridiandx.identity.audit.anomalies;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/// From where on something is worth a look.
@ConfigMapping(prefix = "meridian.audit.anomaly")
interface AnomalyConfig {
    /// The short time that patients are counted in. Windows begin every half of it.
    Duration window();

    /// Patients of one person in such a window.
    int userPatients();

    /// Patients of one system, where no person is named, in such a window.
    int clientPatients();

    /// Refusals of one person or system in a row.
    int denials();
}
