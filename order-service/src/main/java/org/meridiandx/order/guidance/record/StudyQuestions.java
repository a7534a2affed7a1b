package org.meridiandx.order.guidance.record;

import io.quarkus.grpc.GrpcClient;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.meridiandx.contracts.api.v1.RecentStudies;
import org.meridiandx.contracts.api.v1.RecentStudiesRequest;
import org.meridiandx.contracts.api.v1.RecentStudiesResponse;

/// The call to imaging-index-service, under a deadline and without a second try: the answer says so
/// where there was none.
@ApplicationScoped
class StudyQuestions {
    private final RecentStudies studies;
    private final RecordConfig config;

    StudyQuestions(@GrpcClient("imaging") RecentStudies studies, RecordConfig config) {
        this.studies = studies;
        this.config = config;
    }

    @CircuitBreaker(requestVolumeThreshold = 20, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @CircuitBreakerName("recent-studies")
    Uni<RecentStudiesResponse> ask(RecentStudiesRequest question) {
        return studies.forPatient(question).ifNoItem().after(config.timeout()).fail();
    }
}
