package org.meridiandx.testkit.arch.violations.storage;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

public class ThingRepository {
    @Inject
    String injected;

    @Transactional
    String find(Uni<String> thing) {
        return thing.await().indefinitely();
    }
}
