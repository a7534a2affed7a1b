package org.meridiandx.identity.audit.anomalies;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Collects what a privacy officer should have a look at, straight from the log.
@ApplicationScoped
class AnomalyService {
    private static final String NO_NAMES =
            "own-family-name: no sign-in of this time told the name of a person, so it could not be compared";
    private final AnomalyRepository repository;
    private final AnomalyConfig config;

    AnomalyService(AnomalyRepository repository, AnomalyConfig config) {
        this.repository = repository;
        this.config = config;
    }

    /// @param leftOut what could not be looked for, and why
    record Report(List<Anomaly> anomalies, List<String> leftOut) {
        Report {
            anomalies = List.copyOf(anomalies);
            leftOut = List.copyOf(leftOut);
        }
    }

    /// Everything that happened from a time on and before another; the first 200 of each kind.
    Uni<Report> report(Instant from, Instant until) {
        var all = new ArrayList<Anomaly>();
        return repository
                .breakGlass(from, until)
                .invoke(all::addAll)
                .chain(() -> repository.ownFamilyName(from, until))
                .invoke(all::addAll)
                .chain(() -> rest(from, until))
                .invoke(all::addAll)
                .chain(() -> repository.areNamesKnown(from, until))
                .map(areKnown -> new Report(all, areKnown ? List.of() : List.of(NO_NAMES)));
    }

    private Uni<List<Anomaly>> rest(Instant from, Instant until) {
        var all = new ArrayList<Anomaly>();
        return repository
                .manyPatients(from, until, config)
                .invoke(all::addAll)
                .chain(() -> repository.refusedInARow(from, until, config.denials()))
                .invoke(all::addAll)
                .replaceWith(all);
    }
}
