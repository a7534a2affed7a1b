package org.meridiandx.access;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;

/// Remembers for one request that its refusal stands in the audit already.
///
/// It is kept with the request's Vert.x context, which follows a reactive chain; work that is no
/// request has none, and nothing to remember.
final class DeniedTraces {
    private static final String KEY = "meridian.denied-trace";

    private DeniedTraces() {}

    static void leave() {
        if (VertxContext.isOnDuplicatedContext()) {
            ContextLocals.put(KEY, Boolean.TRUE);
        }
    }

    static boolean isLeft() {
        return VertxContext.isOnDuplicatedContext()
                && ContextLocals.<Boolean>get(KEY).isPresent();
    }
}
