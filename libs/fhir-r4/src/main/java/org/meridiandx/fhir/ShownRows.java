package org.meridiandx.fhir;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.meridiandx.access.Caller;

/// Leaves out what a service holds back from a caller who may read it, where it holds back anything.
@Singleton
class ShownRows {
    private final Optional<StoredResources.Withholding> withholding;

    ShownRows(Instance<StoredResources.Withholding> withholding) {
        // Two are a fault of the service: it does not start, and shows nothing that either holds back.
        this.withholding = withholding.isUnsatisfied() ? Optional.empty() : Optional.of(withholding.get());
    }

    /// @param allowed that the decision lets through
    /// @param rowOf the resource of each, as it may be shown
    <T> Uni<List<T>> of(Caller caller, String resourceType, Uni<List<T>> allowed, Function<T, StoredResource> rowOf) {
        return withholding
                .filter(rule -> rule.concerns(caller))
                .map(rule -> allowed.chain(rows -> rule.shown(
                                caller, resourceType, rows.stream().map(rowOf).toList())
                        .map(ids -> among(rows, rowOf, ids))))
                .orElse(allowed);
    }

    private static <T> List<T> among(List<T> rows, Function<T, StoredResource> rowOf, Set<String> ids) {
        return rows.stream().filter(row -> ids.contains(rowOf.apply(row).id())).toList();
    }
}
