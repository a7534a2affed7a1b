package org.meridiandx.dev.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.meridiandx.dev.region.RegionState;

/// The table of addresses that ends `dx up` and is shown by `dx status`.
final class RegionTable {

    private RegionTable() {}

    static void print(RegionState region, PrintStream output) {
        row(output, "base URL", region.gatewayUrl());
        row(output, "FHIR R4", region.gatewayUrl() + "/fhir/R4");
        row(output, "DICOMweb", region.gatewayUrl() + "/dicom-web");
        row(output, "tokens", region.gatewayUrl() + "/oauth2/token");
        region.mllpPorts().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(entry -> row(output, "MLLP " + entry.getKey(), "localhost:" + entry.getValue()));
        row(output, "PostgreSQL", region.database());
        row(output, "Kafka", region.kafka());
        row(output, "data and logs", region.dataDirectory());
    }

    private static void row(PrintStream output, String name, String value) {
        output.println(String.format(Locale.ROOT, "  %-22s %s", name, value));
    }
}
