package org.meridiandx.result.matching;

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
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.contracts.api.v1.OrderDirectory;
import org.meridiandx.contracts.api.v1.PatientDirectory;

/// Asks the two directories over gRPC, with a short time limit and one more try.
@ApplicationScoped
class DirectoryClient {
    private final PatientDirectory patients;
    private final OrderDirectory orders;

    DirectoryClient(@GrpcClient("identity") PatientDirectory patients, @GrpcClient("orders") OrderDirectory orders) {
        this.patients = patients;
        this.orders = orders;
    }

    @Timeout(value = 800, unit = ChronoUnit.MILLIS)
    @Retry(maxRetries = 1, delay = 20)
    @CircuitBreaker(requestVolumeThreshold = 20, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @CircuitBreakerName("patient-directory")
    Uni<FindPatientResponse> find(FindPatientRequest request) {
        return patients.find(request);
    }

    @Timeout(value = 800, unit = ChronoUnit.MILLIS)
    @Retry(maxRetries = 1, delay = 20)
    @CircuitBreaker(requestVolumeThreshold = 20, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @CircuitBreakerName("order-directory")
    Uni<FindOrderResponse> find(FindOrderRequest request) {
        return orders.find(request);
    }
}
