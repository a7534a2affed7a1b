package org.meridiandx.order.guidance.record;

import io.quarkus.grpc.GrpcClient;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.meridiandx.contracts.api.v1.OpenReportsRequest;
import org.meridiandx.contracts.api.v1.OpenReportsResponse;
import org.meridiandx.contracts.api.v1.RecentResults;
import org.meridiandx.contracts.api.v1.RecentResultsRequest;
import org.meridiandx.contracts.api.v1.RecentResultsResponse;

/// The call to result-service, under a deadline and without a second try: the answer says so where
/// there was none.
@ApplicationScoped
class ResultQuestions {
    private final RecentResults results;
    private final RecordConfig config;

    ResultQuestions(@GrpcClient("results") RecentResults results, RecordConfig config) {
        this.results = results;
        this.config = config;
    }

    @CircuitBreaker(requestVolumeThreshold = 20, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @CircuitBreakerName("recent-results")
    Uni<RecentResultsResponse> ask(RecentResultsRequest question) {
        return results.forPatient(question).ifNoItem().after(config.timeout()).fail();
    }

    @CircuitBreaker(requestVolumeThreshold = 20, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @CircuitBreakerName("open-reports")
    Uni<OpenReportsResponse> ask(OpenReportsRequest question) {
        return results.unacknowledged(question)
                .ifNoItem()
                .after(config.timeout())
                .fail();
    }
}
