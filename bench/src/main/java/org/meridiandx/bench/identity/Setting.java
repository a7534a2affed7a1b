package org.meridiandx.bench.identity;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.meridiandx.bench.load.WarmUp;
import org.meridiandx.bench.stand.Stand;
import org.meridiandx.dev.persona.IssuerKey;

/// What all parts work with.
///
/// @param issuerKeys kinds of key that Meridian signs with, one instance each
/// @param pace of all loops
/// @param patients how many the patient table holds
/// @param searchRate searches a second in the open loop
/// @param news progress, for people
record Setting(
        Stand stand,
        List<IssuerKey> issuerKeys,
        TokenComparison.Pace pace,
        int patients,
        double searchRate,
        Consumer<String> news) {
    Setting {
        issuerKeys = List.copyOf(issuerKeys);
    }

    WarmUp warmUp() {
        return new WarmUp(pace.warmUp(), news);
    }

    Duration loop() {
        return pace.loop();
    }
}
