package org.meridiandx.directory;

import io.quarkus.grpc.GrpcClient;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.contracts.api.v1.PatientDirectory;

/// The call to identity-service, with a short time limit and one more try.
@ApplicationScoped
class PatientQuestions {
    private final PatientDirectory directory;

    PatientQuestions(@GrpcClient("identity") PatientDirectory directory) {
        this.directory = directory;
    }

    @Timeout(value = 800, unit = ChronoUnit.MILLIS)
    @Retry(maxRetries = 1, delay = 20)
    @CircuitBreaker(requestVolumeThreshold = 20, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @CircuitBreakerName("patient-directory")
    Uni<FindPatientResponse> ask(FindPatientRequest question) {
        return directory.find(question);
    }
}
