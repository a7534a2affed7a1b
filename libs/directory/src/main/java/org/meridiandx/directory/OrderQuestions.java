package org.meridiandx.directory;

import io.quarkus.grpc.GrpcClient;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.meridiandx.contracts.api.v1.FindOrderRequest;
import org.meridiandx.contracts.api.v1.FindOrderResponse;
import org.meridiandx.contracts.api.v1.OrderDirectory;

/// The call to order-service, with a short time limit and one more try.
@ApplicationScoped
class OrderQuestions {
    private final OrderDirectory directory;

    OrderQuestions(@GrpcClient("orders") OrderDirectory directory) {
        this.directory = directory;
    }

    @Timeout(value = 800, unit = ChronoUnit.MILLIS)
    @Retry(maxRetries = 1, delay = 20)
    @CircuitBreaker(requestVolumeThreshold = 20, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @CircuitBreakerName("order-directory")
    Uni<FindOrderResponse> ask(FindOrderRequest question) {
        return directory.find(question);
    }
}
