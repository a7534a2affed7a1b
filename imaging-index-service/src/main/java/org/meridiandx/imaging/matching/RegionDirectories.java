package org.meridiandx.imaging.matching;

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

/// Asks order-service and identity-service. The answers are safe to ask for again.
@ApplicationScoped
class RegionDirectories {
    private final PatientDirectory patients;
    private final OrderDirectory orders;

    RegionDirectories(@GrpcClient("identity") PatientDirectory patients, @GrpcClient("orders") OrderDirectory orders) {
        this.patients = patients;
        this.orders = orders;
    }

    /// @return fails when identity-service is away
    @Timeout(value = 800, unit = ChronoUnit.MILLIS)
    @Retry(maxRetries = 1, delay = 20)
    @CircuitBreaker(requestVolumeThreshold = 20, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @CircuitBreakerName("patient-directory")
    Uni<FindPatientResponse> findPatient(FindPatientRequest question) {
        return patients.find(question);
    }

    /// @return fails when order-service is away
    @Timeout(value = 800, unit = ChronoUnit.MILLIS)
    @Retry(maxRetries = 1, delay = 20)
    @CircuitBreaker(requestVolumeThreshold = 20, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @CircuitBreakerName("order-directory")
    Uni<FindOrderResponse> findOrder(String accessionNumber) {
        return orders.find(FindOrderRequest.newBuilder()
                .setAccessionNumber(accessionNumber)
                .build());
    }
}
