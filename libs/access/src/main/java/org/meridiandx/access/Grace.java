package org.meridiandx.access;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/// What holds while identity-service is away: for some time an organisation still reads the records
/// that name it, so that a laboratory sees its own results. Everything else fails closed.
///
/// Not for patients and auditors, not for callers of other regions, not for sealed records, not for
/// writes, and not in a pod that has not had one answer since it started.
///
/// **Source:** architecture 6 (fail closed). **Hazard:** the results of today are not seen because
/// one service is down; or a client that was switched off reads on.
@Singleton
class Grace {
    private static final Duration JUST_NOW = Duration.ofSeconds(1);
    static final String REASON = "grace-own-organisation";
    private static final Set<String> NEVER = Set.of("patient", "auditor", "developer", "operator", "");
    private static final Set<Status.Code> AWAY = Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);
    private final Duration length;
    private final Clock clock;
    private volatile Instant answeredAt = Instant.EPOCH;

    Grace(AccessConfig config, Clock clock) {
        this.length = config.grace();
        this.clock = clock;
    }

    /// Notes that identity-service answered.
    void answered() {
        answeredAt = clock.instant();
    }

    /// Whether identity-service was there a moment ago.
    boolean wasAnsweredJustNow() {
        return clock.instant().isBefore(answeredAt.plus(JUST_NOW));
    }

    /// Whether these questions can be answered without identity-service, now that it failed so.
    boolean covers(Caller caller, List<AccessRequest> requests, Throwable failure) {
        return isAway(failure)
                && clock.instant().isBefore(answeredAt.plus(length))
                && !NEVER.contains(caller.role())
                && caller.region().isEmpty()
                && !caller.organisation().isEmpty()
                && requests.stream().allMatch(request -> covers(caller, request));
    }

    private static boolean covers(Caller caller, AccessRequest request) {
        return (request.action() == Action.READ || request.action() == Action.SEARCH)
                && !request.isSearchGate()
                && request.labels().isEmpty()
                && request.organisations().contains(caller.organisation());
    }

    /// Whether a call failed because nobody answered, and not because of what was asked.
    static boolean isAway(Throwable failure) {
        return switch (failure) {
            case TimeoutException late -> true;
            case CircuitBreakerOpenException open -> true;
            case StatusRuntimeException status ->
                AWAY.contains(status.getStatus().getCode());
            default -> false;
        };
    }
}
