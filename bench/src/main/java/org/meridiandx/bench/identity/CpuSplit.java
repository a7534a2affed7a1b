package org.meridiandx.bench.identity;

import java.util.Locale;

/// CPU seconds of the service and of what stands behind it: so far, or for 1,000 pieces of work.
record CpuSplit(double service, double database, double broker) {

    static CpuSplit now(Setting setting, PatientStage stage) {
        return new CpuSplit(
                stage.running().server().cpuSeconds(),
                setting.stand().database().cpuSeconds(),
                setting.stand().broker().cpuSeconds());
    }

    CpuSplit perThousand(CpuSplit earlier, long pieces) {
        double factor = 1000.0 / Math.max(1, pieces);
        return new CpuSplit(
                (service - earlier.service) * factor,
                (database - earlier.database) * factor,
                (broker - earlier.broker) * factor);
    }

    /// For people.
    String line() {
        return String.format(
                Locale.ROOT, "CPU s per 1,000: service %.3f  PostgreSQL %.3f  Kafka %.3f", service, database, broker);
    }
}
