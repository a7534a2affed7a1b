package org.meridiandx.testkit.arch.violations.storage;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/// A deliberate sample for `HouseRulesTest`, never run: breaks STORAGE_IS_PRIVATE,
/// TRANSACTIONS_ON_SERVICES, NO_AWAIT_OR_SUBSCRIBE and NO_FIELD_INJECTION.
public class ThingRepository {
    @Inject
    String injected;

    @Transactional
    String find(Uni<String> thing) {
        return thing.await().indefinitely();
    }
}
